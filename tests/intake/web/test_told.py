"""What a partner is told of a referral it sent."""

from collections.abc import Iterator

import pytest

from services.intake.domain.commands import NoteOutcome
from services.intake.domain.events import ReferrerNoted
from services.intake.web.told import status_told, told
from services.intake.web.words import ROUTES
from shared.access.roles import Referrer, Role
from tests.support.builders.intake import CONTEXT, NOW, a_document
from tests.support.builders.intake_pages import FrontDesk, a_front_desk

LIST = "/intake/api/referrals"
SAYS_MORE = {
    "emergency_999", "modern_slavery", "domestic_abuse", "vawg_specialist", "children_mash", "adult_safeguarding",
    "hate_crime_police", "police_101",
}  # fmt: skip


@pytest.mark.parametrize("route", ROUTES)
def test_only_a_door_that_says_nothing_of_anybody_changes_the_state(route: str) -> None:
    assert status_told("case_open", route) == ("received" if route in SAYS_MORE else "case_open")


def test_a_route_nobody_has_thought_of_tells_nothing() -> None:
    assert (status_told("signposted", "a_new_door"), status_told("triaged", None)) == ("received", "received")


def test_what_triage_made_of_it_is_left_out() -> None:
    row = {"reference": "WM-7K3F-Q", "status": "case_open", "route": "asb_case", "priority": "high"}
    outcome = {"status": "signposted", "outcome": {"route": "mediation"}}
    assert told(row) == {"reference": "WM-7K3F-Q", "status": "case_open", "route": None, "priority": None}
    assert told(outcome) == {"status": "signposted", "outcome": None}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    """One for all: each test has agencies of its own."""
    with a_front_desk(tmp_path_factory.mktemp("told")) as made:
        yield made


@pytest.mark.slow
@pytest.mark.parametrize("route", ["domestic_abuse", "children_mash"])
def test_a_partner_reads_received_for_as_long_as_the_state_would_tell_more(desk: FrontDesk, route: str) -> None:
    agency = f"school_{route}"
    reference = desk.refer(Role.PARTNER, agency)
    emergency = NoteOutcome(
        at=NOW, reference=reference, status="emergency", outcome="emergency", route=route, priority="urgent"
    )
    desk.service.dispatch(emergency, CONTEXT)
    answer = desk.get(f"{LIST}/{reference}", Role.PARTNER, agency).json()
    (item,) = desk.get(LIST, Role.PARTNER, agency).json()["items"]
    for shown in (answer, item):
        assert (shown["status"], shown["outcome"]) == ("received", None)
        assert route not in str(shown | {"agency": None})
        assert "urgent" not in str(shown)
    assert desk.get(LIST).json()["items"][0]["status"] == "emergency"


@pytest.mark.slow
def test_a_partner_cannot_find_out_by_asking_for_those_in_a_state(desk: FrontDesk) -> None:
    answer = desk.get(f"{LIST}?status=emergency", Role.PARTNER, "school")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "query:status")


@pytest.mark.slow
def test_a_key_reads_what_it_made_and_not_what_its_agencys_other_key_made(desk: FrontDesk) -> None:
    reference = desk.refer(Role.PARTNER, "police")
    access = desk.app.state.access
    other = access.accounts.ensure(Role.PARTNER, agency="police", name="another system")
    headers = {"Authorization": f"Bearer {access.tokens.issue(other.account_id).text}"}
    program = desk.program(Role.PARTNER, "police")
    assert program.get(f"{LIST}/{reference}").status_code == 200
    assert program.get(f"{LIST}/{reference}", headers=headers).status_code == 404
    assert program.get(LIST, headers=headers).json()["items"] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("referrer", "channel"),
    [(each.value, each.value if each.value in ("councillor", "safe_space") else "partner") for each in Referrer],
)
def test_the_key_settles_the_channel_and_the_agency(desk: FrontDesk, referrer: str, channel: str) -> None:
    key = desk.key("northgate", referrer=Referrer(referrer))
    headers = {"Authorization": f"Bearer {key}"}
    document = a_document(channel="phone", agency="met")
    answer = desk.program(Role.PARTNER).post(LIST, json=document, headers=headers | {"Idempotency-Key": referrer})
    assert answer.status_code == 201
    newest = desk.submitted()[-1]
    assert (newest.channel, newest.agency) == (channel, "northgate")
    noted = [each.fact for each in desk.recorded() if isinstance(each.fact, ReferrerNoted)]
    assert (noted[-1].reference, noted[-1].referrer) == (newest.reference, referrer)
