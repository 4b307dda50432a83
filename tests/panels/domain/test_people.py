"""Who is one person is noted once, undone once, and follows over any number of pairs."""

from datetime import UTC, datetime

from services.panels.domain.people import NAMED, PAIR, join_people, part_people, tell_person_apart
from services.panels.domain.people_commands import JoinPeople, PartPeople, TellPersonApart
from services.panels.domain.people_events import PeopleJoined, PeopleParted, PersonToldApart
from services.panels.domain.values.people import who_is_who
from tests.support.scenario import given

AT = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
JOIN = JoinPeople(at=AT, one_id="a", other_id="b", referral_ids=("referral-1",))
PART = PartPeople(at=AT, one_id="a", other_id="b", referral_ids=("referral-1",))
JOINED, PARTED = PeopleJoined(one_id="a", other_id="b"), PeopleParted(one_id="a", other_id="b")


def test_two_records_are_joined_once_and_parted_once() -> None:
    given(PAIR).when(join_people, JOIN).then(JOINED)
    given(PAIR, JOINED).when(join_people, JOIN).then_nothing()
    given(PAIR).when(part_people, PART).then_nothing()
    given(PAIR, JOINED).when(part_people, PART).then(PARTED)
    given(PAIR, JOINED, PARTED).when(join_people, JOIN).then(JOINED)


def test_the_newest_id_somebody_goes_by_in_a_referral_counts() -> None:
    about = {"referral_id": "referral-1", "reference": "WM-2223-X", "person_id": "a"}
    first, second = (PersonToldApart(**about, split_id=name) for name in ("s", "t"))
    given(NAMED).when(tell_person_apart, TellPersonApart(at=AT, **about, split_id="s")).then(first)
    given(NAMED, first).when(tell_person_apart, TellPersonApart(at=AT, **about, split_id="s")).then_nothing()
    given(NAMED, first).when(tell_person_apart, TellPersonApart(at=AT, **about, split_id="t")).then(second)


def test_all_records_of_one_person_share_one_id_however_they_were_joined() -> None:
    for pairs in ([("a", "b"), ("b", "c"), ("x", "y")], [("x", "y"), ("c", "b"), ("b", "a")], [("a", "c"), ("c", "b")]):
        found = who_is_who(pairs)
        assert len({found[each] for each in "abc"}) == 1
        assert found.get("x", "x") != found["a"]
    assert who_is_who([]) == {}
