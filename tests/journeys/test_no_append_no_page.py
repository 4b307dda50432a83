"""Whoever reads a person's record is written down first: a log that takes nothing gives no page, in every service."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.access.roles import Role
from shared.event_store import sqlite
from tests.journeys.test_referral_to_agenda import NAME, WORDS, high_risk
from tests.support.builders.borough import LittleBorough

pytestmark = pytest.mark.slow

PAGE = "text/html"
CALL = "application/json"

# The service whose log records the look, where the record is read, by whom, as what.
RECORDS = [
    ("intake", "/intake/api/referrals/{reference}", Role.CONTACT_CENTRE, CALL),
    ("intake", "/intake/referrals/{reference}", Role.CONTACT_CENTRE, PAGE),
    ("triage", "/triage/api/referrals/{reference}/decision", Role.TRIAGE_OFFICER, CALL),
    ("triage", "/triage/referrals/{reference}", Role.TRIAGE_OFFICER, PAGE),
    ("triage", "/triage/api/cases/{reference}", Role.CASE_OFFICER, CALL),
    ("notifications", "/notifications/api/notices?reference={reference}", Role.CASE_OFFICER, CALL),
    ("audit", "/audit/api/timeline/{reference}", Role.AUDITOR, CALL),
]


@pytest.fixture
def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LittleBorough]:
    """A borough that does not wait long for a log that somebody else holds."""
    monkeypatch.setattr(sqlite, "_BUSY_MS", 50)
    made = LittleBorough(tmp_path / "data")
    yield made
    made.close()


def looks(borough: LittleBorough, service: str) -> int:
    found = borough.built.services[service].store.look("SELECT count(*) FROM events WHERE name LIKE '%.record_viewed'")
    return int(str(found[0][0]))


def test_no_record_is_shown_that_cannot_first_be_written_down_as_seen(impatient: LittleBorough) -> None:
    borough = impatient
    reference = borough.refer(high_risk())
    for service, template, role, accept in RECORDS:
        path, headers = template.format(reference=reference), borough.headers(role) | {"accept": accept}
        before = looks(borough, service)
        assert borough.client.get(path, headers=headers).status_code == 200, path
        assert looks(borough, service) == before + 1, path
        held = sqlite3.connect(borough.built.ground.settings.data / f"{service}.sqlite", isolation_level=None)
        held.execute("BEGIN IMMEDIATE")
        refused = borough.client.get(path, headers=headers)
        held.execute("ROLLBACK")
        held.close()
        assert refused.status_code == 503, path
        assert not any(word in refused.text for word in (NAME, WORDS, "marac", "MARAC")), path
        assert looks(borough, service) == before + 1, path
        assert borough.client.get(path, headers=headers).status_code == 200, path
