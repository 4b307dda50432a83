"""Hand-overs behind the app: an officer's form, a receipt by a partner's program, and whether a door opened."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.triage.domain.directory.dead_end_events import DeadEndReported
from services.triage.domain.handover.events import HandoverMade, HandoverReceived
from shared.access.roles import Role
from shared.kernel.personal import Narrative
from tests.support.builders.directory import CODE, LANDLORD, a_landlord_with_a_mailbox, hand_over
from tests.support.builders.triage import ABUSE, FLY_TIP, LittleTriage

pytestmark = pytest.mark.slow

SAID = {"to": f"social_landlord|{LANDLORD}", "consent": "given", "with_name": "yes", "words": "Drums at night"}


@pytest.fixture(scope="module")
def triage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleTriage]:
    made = LittleTriage(tmp_path_factory.mktemp("hand-overs"))
    a_landlord_with_a_mailbox(made)
    yield made
    assert made.service.views.differing() == {}
    made.close()


def form(triage: LittleTriage, path: str, **fields: str) -> Any:
    headers = triage.headers(Role.TRIAGE_OFFICER)
    answer = triage.client.post(path, data=fields, headers=headers, follow_redirects=False)
    triage.settle()
    return answer


def facts(triage: LittleTriage, kind: type[Any]) -> list[Any]:
    return [each.fact for each in triage.service.store.page(0, 10_000) if isinstance(each.fact, kind)]


def test_an_officer_hands_over_on_a_yes_and_the_words_are_sealed(triage: LittleTriage) -> None:
    reference = triage.refer(**FLY_TIP)
    assert form(triage, f"/triage/referrals/{reference}/handover", **SAID).status_code == 303
    (made,) = [each for each in facts(triage, HandoverMade) if each.reference == reference]
    assert triage.ground.keyring.open(made.words, Narrative) == "Drums at night"
    assert "Waits for their receipt" in triage.get(f"/triage/referrals/{reference}/handover").text
    assert ("triage_officer", "hand-over", (made.referral_id,)) in triage.looks()
    triage.ground.keyring.destroy(made.words.p)
    assert triage.get("/triage/handovers").status_code == 200


@pytest.mark.parametrize(
    ("changes", "status", "says"),
    [
        ({"to": ""}, 422, "Choose who takes it over."),
        ({"consent": ""}, 422, "Say whether they agreed."),
        ({"basis": "public_task"}, 422, "Say why it is needed"),
        ({"words": " "}, 422, "Write down what they need to know."),
        ({"words": "x" * 4_001}, 422, "Use at most 4000 characters."),
        ({"consent": "refused"}, 409, "Details go on only with a yes"),
        ({"to": "social_landlord|X9"}, 409, "Nothing can be sent"),
    ],
)
def test_what_is_wrong_is_said_at_the_form_and_nothing_goes(
    triage: LittleTriage, changes: dict[str, str], status: int, says: str
) -> None:
    reference = triage.refer(**FLY_TIP)
    answer = form(triage, f"/triage/referrals/{reference}/handover", **{**SAID, **changes})
    assert (answer.status_code, says in answer.text) == (status, True)
    assert not [each for each in facts(triage, HandoverMade) if each.reference == reference]


def test_abuse_is_not_handed_over_from_here(triage: LittleTriage) -> None:
    reference = triage.refer(("Amina Okafor", "victim"), **ABUSE)
    answer = form(triage, f"/triage/referrals/{reference}/handover", **SAID)
    assert (answer.status_code, "never handed over from here" in answer.text) == (409, True)


def test_a_hand_over_is_offered_only_where_it_works(triage: LittleTriage) -> None:
    plain, abuse = triage.refer(**FLY_TIP), triage.refer(("Amina Okafor", "victim"), **ABUSE)
    imported = triage.refer(**FLY_TIP, origin="import")
    offered = {each: "/handover" in triage.get(f"/triage/referrals/{each}").text for each in (plain, abuse, imported)}
    assert offered == {plain: True, abuse: False, imported: False}
    page = triage.get(f"/triage/referrals/{abuse}/handover").text
    assert ("Hand it over" in page, "never handed over by message" in page) == (False, True)
    assert "imports send nothing" in triage.get(f"/triage/referrals/{imported}/handover").text
    assert "Hand it over" in triage.get(f"/triage/referrals/{plain}/handover").text


def test_a_partners_program_says_that_they_have_it_and_a_wrong_code_finds_nothing(triage: LittleTriage) -> None:
    reference = triage.refer(**FLY_TIP)
    hand_over(triage, triage.desk().referral(reference).referral_id)
    path = f"/triage/api/handovers/{reference}/receipt"
    assert triage.post(path, {"code": "2222-2222"}, Role.PARTNER).status_code == 404
    assert triage.post(path, {"code": CODE}, Role.TRIAGE_OFFICER).status_code == 403
    answer = triage.post(path, {"code": CODE.lower().replace("-", " ")}, Role.PARTNER)
    assert answer.json() == {"reference": reference, "received": True}
    assert [each.how for each in facts(triage, HandoverReceived) if each.reference == reference] == ["key"]


def test_what_came_of_a_hand_over_is_asked_for_at_its_own_form(triage: LittleTriage) -> None:
    reference = triage.refer(**FLY_TIP)
    referral_id = triage.desk().referral(reference).referral_id
    hand_over(triage, referral_id)
    triage.clock.set(triage.clock() + timedelta(days=5))
    triage.settle()
    path = f"/triage/handovers/handover-of-{referral_id}/settled"
    answer = form(triage, path, how="")
    assert answer.status_code == 422
    assert f'href="#how-handover-of-{referral_id}"' in answer.text
    assert answer.text.count('<details class="govuk-details govuk-!-margin-bottom-0" open>') == 1
    assert form(triage, path, how="by_telephone").status_code == 303


def test_the_page_of_receipts_asks_for_what_is_missing(triage: LittleTriage) -> None:
    answer = triage.client.post("/directory/received", data={"reference": "nonsense", "code": ""})
    assert answer.status_code == 422
    assert "Give the reference from our message" in answer.text
    assert "Give the code from our message" in answer.text


def test_who_agreed_is_asked_by_a_person_and_a_closed_door_is_a_dead_end(triage: LittleTriage) -> None:
    reference = triage.refer(**FLY_TIP)
    triage.post(f"/triage/api/referrals/{reference}/confirm", None)
    path = f"/triage/referrals/{reference}/door-check"
    assert form(triage, path, do="agree").status_code == 303
    triage.clock.set(triage.clock() + timedelta(days=15))
    triage.settle()
    assert reference in triage.get("/triage/handovers").text
    page = triage.get(path).text
    assert "Ask now" in page
    assert "Do not ask" in page
    assert form(triage, path, outcome="").status_code == 422
    assert form(triage, path, outcome="did_not_open").status_code == 303
    (dead,) = facts(triage, DeadEndReported)
    assert (dead.what, dead.told_by) == ("no_help", "check")
    assert "Street services: report it online</a>: 1" in triage.get("/triage/directory", Role.SERVICE_MANAGER).text


def test_a_resident_reports_a_dead_end_and_nothing_about_them_is_kept(triage: LittleTriage) -> None:
    entry_id = triage.client.get("/directory/services").json()["contents"][0]["id"]
    assert triage.client.post(f"/directory/find/{entry_id}/dead-end", data={"what": ""}).status_code == 200
    before = len(facts(triage, DeadEndReported))
    page = triage.client.post(f"/directory/find/{entry_id}/dead-end", data={"what": "closed"}).text
    triage.settle()
    assert "We have kept nothing about you" in page
    assert len(facts(triage, DeadEndReported)) == before + 1
    staff = form(triage, f"/triage/directory/services/{entry_id}/dead-end", what="full")
    assert staff.status_code == 303
    kept = triage.get(f"/triage/directory/services/{entry_id}", Role.SERVICE_MANAGER).text
    assert "told by residents" in kept
    assert "told by officers" in kept
