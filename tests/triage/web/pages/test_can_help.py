"""The public page of what we can and cannot help with."""

import re

from fastapi.testclient import TestClient

from services.triage.web.pages.can_help import ADDRESS
from shared.access.roles import Role
from tests.support.builders.triage import LittleTriage


def read(triage: LittleTriage) -> str:
    answer = TestClient(triage.app).get(ADDRESS)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_anybody_reads_it_and_nothing_is_kept_of_who_did(triage: LittleTriage) -> None:
    before = triage.service.store.head()
    words = read(triage)
    assert "What we can and cannot help with" in words
    assert "In danger now? Call 999" in words
    assert "Made from the rules of version 2026-04-01, in force from 1 April 2026." in words
    assert triage.service.store.head() == before
    assert not TestClient(triage.app).get(ADDRESS).cookies


def test_each_matter_says_who_deals_with_it_why_and_whether_we_can(triage: LittleTriage) -> None:
    words = read(triage)
    assert "Somebody is in danger now Ring 999 now Police, ambulance or fire: ring 999 , at once" in words
    assert "We deal with it Independent domestic violence adviser service , within 24 hours" in words
    assert "You contact them Street services: report it online It is something to be cleared or removed" in words
    assert "Parking or boundary We cannot deal with it Free legal advice on civil matters" in words
    assert (
        "If it comes from a home let by the council: Council housing: neighbourhood office , within 2 working days. "
        "We pass it on for you." in words
    )


def test_the_page_says_what_a_dry_run_says(triage: LittleTriage) -> None:
    for category in ("fly_tipping", "parking_or_boundary", "neighbour_dispute", "suspected_brothel"):
        facts = {"violence_or_threats": "no", "tenure_of_source": "owner"}
        body = {"kind": "asb", "category": category, "facts": facts}
        told = triage.post("/triage/api/evaluate", body, Role.CONTACT_CENTRE).json()
        assert told["primary"]["destination"] in read(triage)
