"""That another process knows somebody leaves no trace in any service for those who may not know, nor a gap."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.triage.domain.assessment import DECIDER
from services.triage.domain.family.commands import KeepPointer
from shared.access.roles import Role
from shared.kernel.messages import Context
from tests.support.builders.borough import LittleBorough

pytestmark = pytest.mark.slow

MANAGER = Context(actor="account-1", role="service_manager", correlation_id="1" * 32)
# Everywhere a referral is told of, exported, or its history and readers are shown.
STORIES = (
    "/audit/{}",
    "/audit/api/as-of/{}?at=2026-11-24T00:00:00%2B00:00",
    "/intake/referrals/{}",
    "/intake/api/referrals/{}",
    "/triage/api/cases/{}",
    "/triage/cases/{}",
    "/triage/cases/{}/family",
    "/triage/cases/{}/disclosures",
    "/triage/referrals/{}",
    "/triage/history?reference={}",
    "/notifications/api/notices?reference={}",
    "/panels",
)
MAY_KNOW = (Role.SERVICE_MANAGER, Role.PANEL_COORDINATOR)
# These see who looked, so that each look changes what they see: of them it is compared what happened.
SEE_LOOKS = (Role.AUDITOR, Role.INFORMATION_GOVERNANCE)
READERS = tuple(role for role in Role if role not in (*MAY_KNOW, *SEE_LOOKS))
ABUSE = {
    "kind": "domestic_abuse",
    "channel": "phone",
    "reporter": {"full_name": "Maya Baptiste", "phone": "07700 900321", "is_victim": True},
    "safe_contact": {"phone": {"safe": "yes"}},
    "facts": {"immediate_danger": "no", "victim_age": 34, "in_borough": "yes"},
}


@pytest.fixture
def borough(tmp_path: Path) -> Iterator[LittleBorough]:
    made = LittleBorough(tmp_path / "data")
    yield made
    made.close()


def told(borough: LittleBorough, reference: str, role: Role) -> dict[str, Any]:
    """What each of these says to a role, without what is new each time."""
    found = {}
    for story in STORIES:
        answer = borough.get(story.format(reference), role)
        text = re.sub(r'(name="(?:once|csrf)" value=")[^"]*', r"\1", answer.text)
        found[story] = (answer.status_code, re.sub(r"nonce-?=?\"?[A-Za-z0-9+/=_-]+|\b[0-9a-f]{32}\b", "", text))
    return found


def facts_told(borough: LittleBorough, reference: str) -> list[str]:
    """What an auditor is told happened to a referral, less who looked, which is one more with each look."""
    entries = borough.get(f"/audit/api/timeline/{reference}", Role.AUDITOR).json()
    return sorted(name for name in re.findall(r"[a-z]+\.[a-z_]+", str(entries)) if not name.endswith("record_viewed"))


def test_no_story_export_or_call_of_any_service_differs(borough: LittleBorough) -> None:
    triage = borough.built.services["triage"]
    reference = borough.refer(ABUSE)
    for role in Role:
        borough.headers(role)  # pages name every officer there is
    seen = {role: told(borough, reference, role) for role in READERS}
    borough.settle()
    facts = facts_told(borough, reference)
    head = triage.store.head()
    (stream,) = {each.stream for each in triage.store.page(0, 1_000) if each.name == "triage.assessment_opened"}
    referral = triage.store.fold(stream, DECIDER)[0].referral
    keep = {"person_id": referral.people[0].person_id, "referral_id": referral.referral_id}
    keep |= {"pointer_id": "pointer-1", "process": "mappa", "ask": "Rosewood desk"}
    triage.dispatch(KeepPointer.model_validate({"at": borough.clock(), **keep}), MANAGER)
    borough.settle()
    assert triage.store.head() > head
    again = {role: told(borough, reference, role) for role in READERS}
    assert [(role, story) for role in READERS for story in STORIES if seen[role][story] != again[role][story]] == []
    assert facts_told(borough, reference) == facts
    assert "triage.referral_triaged" in facts
    words = " ".join(text for role in (*READERS, *SEE_LOOKS) for _, text in told(borough, reference, role).values())
    assert [word for word in ("Rosewood", "pointer_kept", "mappa", "MAPPA", "known-to") if word in words] == []
