"""Referrals that belong together: linked with each person's safety kept apart, read in one another, and undone."""

from typing import Any

import pytest

from services.intake.domain.events import SafeContactChanged
from services.intake.domain.events.sameness import ReferralMerged, ReferralsLinked
from tests.support.builders.intake_pages import Browser, FrontDesk

pytestmark = pytest.mark.slow

WHY = {"_because": "same_place_time"}


def say(desk: FrontDesk, reference: str, other: str, how: str, **more: str) -> Browser:
    officer = desk.officer()
    officer.open(f"/intake/referrals/{reference}/together")
    officer.send(f"/intake/referrals/{reference}/together", {"_other": other, "_how": how} | WHY | more)
    desk.service.views.catch_up()
    return officer


def facts(desk: FrontDesk, kind: type[Any]) -> list[Any]:
    return [each.fact for each in desk.recorded() if isinstance(each.fact, kind)]


def two(desk: FrontDesk) -> tuple[str, str]:
    neighbour = {"full_name": "Grace Hall", "phone": "07700 900321"}
    return desk.refer(), desk.refer(reporter=neighbour, people=[], description="A fight below.", safe_contact=None)


def test_one_incident_told_by_two_is_linked_and_each_keeps_her_own_safe_contact(desk: FrontDesk) -> None:
    one, other = two(desk)
    officer = say(desk, one, other, "same_incident")
    assert (officer.status, officer.at) == (200, f"/intake/referrals/{one}")
    assert "tells of the same incident" in officer.text
    assert facts(desk, SafeContactChanged) == []
    there = officer.open(f"/intake/referrals/{other}")
    assert one in there
    for hers in ("Amina Okafor", "07700 900123", "bluebell", "Mark Penrose"):
        assert hers not in there
    for page in (officer.open(f"/intake/referrals/{one}"), there):
        assert "belong together (they tell of one incident): same place and time." in page
    (link,) = facts(desk, ReferralsLinked)
    assert link.link == "same_incident"


def test_a_report_told_twice_is_read_in_the_other_and_its_reference_leads_there(desk: FrontDesk) -> None:
    one, other = two(desk)
    say(desk, other, one, "one_report", _words="She wrote as well as rang.")
    officer = desk.officer(name="Sam Lee")
    officer.open(f"/intake/referrals/{other}")
    assert officer.at == f"/intake/referrals/{one}?merged={other}"
    assert f"{other} is read here" in officer.text
    officer.open(f"/intake/referrals/{other}?as=recorded")
    assert "A fight below." in officer.text
    assert "told twice and is read in" in officer.text
    answer = desk.get(f"/intake/api/referrals/{other}").json()
    assert (answer["reference"], answer["read_in"]) == (other, one)
    assert answer["see_also"] == [{"reference": one, "link": "merged"}]
    assert "She wrote" not in repr(facts(desk, ReferralMerged))


def test_taken_out_again_it_leads_to_itself(desk: FrontDesk) -> None:
    one, other = two(desk)
    say(desk, other, one, "one_report")
    officer = desk.officer(name="Sam Lee")
    officer.open(f"/intake/referrals/{other}/together")
    officer.send(f"/intake/referrals/{other}/together", {"_other": one, "_how": "unmerge", "_because": "mistake"})
    assert officer.at == f"/intake/referrals/{other}"
    assert desk.get(f"/intake/api/referrals/{other}").json()["read_in"] is None


def test_they_cannot_be_read_in_each_other_even_over_a_third(desk: FrontDesk) -> None:
    one, other = two(desk)
    third = desk.refer(people=[])
    say(desk, one, other, "one_report")
    officer = desk.officer(name="Sam Lee")
    officer.open(f"/intake/referrals/{other}/together")
    officer.send(f"/intake/referrals/{other}/together", {"_other": one, "_how": "one_report"} | WHY)
    assert officer.status == 422
    assert "already read in this one" in officer.text
    officer.send(f"/intake/referrals/{other}/together", {"_other": third, "_how": "one_report"} | WHY)
    officer.open(f"/intake/referrals/{third}/together")
    officer.send(f"/intake/referrals/{third}/together", {"_other": one, "_how": "one_report"} | WHY)
    assert officer.status == 422


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"_other": "nonsense"}, "_other"),
        ({"_other": "WM-2345-F"}, "_other"),
        ({"_how": ""}, "_how"),
        ({"_because": ""}, "_because"),
        ({"_because": "other"}, "_words"),
        ({"_how": "unlink"}, "_how"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    desk: FrontDesk, changes: dict[str, str], field: str
) -> None:
    one, other = two(desk)
    officer = say(desk, one, other=other, how="same_incident")
    officer.open(f"/intake/referrals/{other}/together")
    third = desk.refer(people=[])
    sent = {"_other": third, "_how": "same_trouble", "_words": ""} | WHY | changes
    officer.send(f"/intake/referrals/{other}/together", sent)
    assert officer.status == 422
    assert f'href="#{field}' in officer.text
    assert sent["_other"] in officer.text
    assert len(facts(desk, ReferralsLinked)) == 1


def test_the_same_referral_twice_is_pointed_at(desk: FrontDesk) -> None:
    one, _ = two(desk)
    officer = say(desk, one, one, "same_incident")
    assert officer.status == 422
    assert "This is the same referral" in officer.text
