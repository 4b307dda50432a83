"""Records that look like one person: listed without names, laid side by side, merged, unmerged and told apart."""

import re
from typing import Any

import pytest

from services.intake.domain.events import SafeContactChanged
from services.intake.domain.events.sameness import PeopleMerged, PeopleToldApart, PeopleUnmerged
from services.intake.read_models import sameness
from shared.access.roles import Role
from tests.support.builders.intake_pages import FrontDesk

pytestmark = pytest.mark.slow

AMINA = {"full_name": "Amina Okafor", "date_of_birth": "1988-05-01", "phone": "07700 900123", "is_victim": True}
SLIPPED = {"full_name": "Amina Okafer", "date_of_birth": "1988-05-01", "is_victim": True}
ONLY_PHONE = {"phone": {"safe": "yes"}, "sms": {"safe": "yes"}}
NO_PHONE = {"phone": {"safe": "no"}, "email": {"safe": "yes"}}
MERGE = {"_decision": "merge", "_because": "same_details"}


def two_alike(desk: FrontDesk, **other: Any) -> tuple[str, str, str]:
    """Two referrals of one woman, the second with a slip; and the address of the comparison."""
    one = desk.refer(reporter=AMINA, people=[], safe_contact=ONLY_PHONE)
    second = desk.refer(**({"reporter": SLIPPED, "people": [], "safe_contact": NO_PHONE} | other))
    compare(desk)
    with desk.service.views.reading() as connection:
        (row,) = sameness.suggestions(connection)
    return one, second, f"/intake/alike/{row.one_id}/{row.other_id}"


def compare(desk: FrontDesk) -> None:
    (chore,) = [each for each in desk.service.chores if each.name == "likenesses"]
    while chore.step():
        pass
    desk.service.views.catch_up()


def facts(desk: FrontDesk, kind: type[Any]) -> list[Any]:
    return [each.fact for each in desk.recorded() if isinstance(each.fact, kind)]


def test_the_list_names_nobody_and_leads_to_the_two_side_by_side(desk: FrontDesk) -> None:
    one, other, address = two_alike(desk)
    officer = desk.officer()
    text = officer.open("/intake/alike")
    assert "Amina" not in text
    assert one in text
    assert other in text
    assert f'href="{address}"' in text
    assert "Date of birth, name" in text


def test_side_by_side_differences_are_named_and_both_readings_are_recorded_first(desk: FrontDesk) -> None:
    one, other, address = two_alike(desk)
    officer = desk.officer()
    text = officer.open(address)
    assert "Amina Okafor" in text
    assert "Amina Okafer" in text
    assert "1 May 1988" in text
    assert re.search(r">Telephone</th>.*07700 900123.*>Part</th>", text, re.DOTALL)
    assert f"{other}: Not safe" in text.partition("Telephone, safe?")[2]
    assert "The same" in text
    assert "Different" in text
    assert {record for record, what in desk.viewed() if what.startswith("comparison")} == {
        f"referral-{one}",
        f"referral-{other}",
    }
    assert officer.title == "Side by side – Waymark Borough Council"


def test_merging_holds_both_to_the_stricter_contact_and_undoing_it_loosens_nothing(desk: FrontDesk) -> None:
    one, other, address = two_alike(desk)
    officer = desk.officer()
    officer.open(address)
    officer.send(address, MERGE)
    assert "One person" in officer.text
    assert len(facts(desk, PeopleMerged)) == 1
    held = {each.reference: each.safe_contact for each in facts(desk, SafeContactChanged)}
    assert {ref: (contact.phone.safe, contact.sms.safe, contact.email.safe) for ref, contact in held.items()} == {
        one: ("no", "unknown", "unknown"),
        other: ("no", "unknown", "unknown"),
    }
    officer.open(f"/intake/referrals/{one}")
    assert re.search(rf'One person with somebody in <a [^>]*href="/intake/referrals/{other}"', officer.text)
    officer.open(address)
    officer.send(address, {"_decision": "undo", "_because": "mistake"})
    assert len(facts(desk, PeopleUnmerged)) == 1
    assert len(facts(desk, SafeContactChanged)) == 2
    assert "Merge undone" in officer.open("/intake/alike")


def test_the_contact_is_tightened_before_the_merging_is_said(desk: FrontDesk) -> None:
    *_, address = two_alike(desk)
    officer = desk.officer()
    officer.open(address)
    officer.send(address, MERGE)
    order = [type(each.fact).__name__ for each in desk.recorded()]
    assert order.index("PeopleMerged") > max(n for n, name in enumerate(order) if name == "SafeContactChanged")


def test_told_apart_is_remembered_and_the_list_is_empty(desk: FrontDesk) -> None:
    *_, address = two_alike(desk)
    officer = desk.officer()
    officer.open(address)
    officer.send(address, {"_decision": "apart", "_because": "relatives"})
    assert "They are not suggested again" in officer.text
    assert len(facts(desk, PeopleToldApart)) == 1
    desk.refer(reporter=SLIPPED, people=[])
    compare(desk)
    assert "Nobody waits for a decision" in officer.open("/intake/alike")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "_decision"),
        ({"_decision": "merge"}, "_because"),
        ({"_decision": "merge", "_because": "other"}, "_words"),
        ({"_decision": "undo", "_because": "mistake"}, "_decision"),
        ({"_decision": "merge", "_because": "other", "_words": "x" * 2001}, "_words"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_decided(
    desk: FrontDesk, sent: dict[str, str], field: str
) -> None:
    *_, address = two_alike(desk)
    officer = desk.officer()
    officer.open(address)
    officer.send(address, sent)
    assert officer.status == 422
    assert f'href="#{field}' in officer.text
    assert facts(desk, PeopleMerged) == facts(desk, PeopleToldApart) == []


def test_who_does_harm_and_who_suffers_it_in_one_referral_cannot_be_merged_by_anybody(desk: FrontDesk) -> None:
    desk.refer(people=[{"roles": ["perpetrator"], "full_name": "Mark Penrose", "date_of_birth": "1990-02-13"}])
    (fact,) = desk.submitted()
    harm = next(each.person_id for each in fact.people if "perpetrator" in each.roles)
    address = f"/intake/alike/{fact.reporter_id}/{harm}"
    officer = desk.officer()
    assert "They cannot be merged" in officer.open(address)
    officer.send(address, MERGE)
    assert officer.status == 422
    assert facts(desk, PeopleMerged) == facts(desk, SafeContactChanged) == []


def test_who_suffers_harm_here_and_does_it_elsewhere_is_merged_only_by_one_who_says_to_have_checked(
    desk: FrontDesk,
) -> None:
    desk.refer(reporter=AMINA, people=[])
    desk.refer(
        reporter=None, people=[{"roles": ["perpetrator"], "full_name": "Amina Okafor", "date_of_birth": "1988-05-01"}]
    )
    first, second = desk.submitted()
    address = f"/intake/alike/{first.reporter_id}/{second.people[0].person_id}"
    officer = desk.officer()
    assert "A wrong merge could show one the life of the other" in officer.open(address)
    officer.send(address, MERGE)
    assert officer.status == 422
    assert facts(desk, PeopleMerged) == []
    officer.send(address, MERGE | {"_checked": "yes"})
    assert len(facts(desk, PeopleMerged)) == 1


def test_nobody_else_may_know_of_it(desk: FrontDesk) -> None:
    *_, address = two_alike(desk)
    for role in (Role.PARTNER, Role.AGENCY_MEMBER, Role.AUDITOR):
        program = desk.program(role, "police")
        assert program.get(address).status_code == program.get("/intake/alike").status_code == 404


def test_somebody_unknown_or_oneself_is_not_found(desk: FrontDesk) -> None:
    desk.refer()
    (fact,) = desk.submitted()
    officer = desk.officer()
    for other in ("nobody", fact.reporter_id):
        officer.open(f"/intake/alike/{fact.reporter_id}/{other}")
        assert officer.status == 404
