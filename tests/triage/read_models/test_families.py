"""The graph of a referral’s people follows who is one person, who was told apart, and whose address nobody may find."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.triage.domain.commands import NoteAnswers
from services.triage.domain.events import Person
from services.triage.domain.family.commands import (
    EndMembership,
    JoinPeople,
    NameMember,
    PartPeople,
    RecordTrio,
    TakeBackMember,
    TellPersonApart,
)
from services.triage.domain.family.graph import Graph
from services.triage.domain.hidden_commands import HideAddress, ShowAddress
from services.triage.read_models import abuse_reports, families, pointers
from tests.support.builders.triage import ABUSE, FLY_TIP, PERSISTENT, LittleTriage

pytestmark = pytest.mark.slow


def graph(triage: LittleTriage, referral_id: str = "referral-1") -> Graph:
    with triage.service.views.reading() as connection:
        return families.graph_of(connection, referral_id)


def name(triage: LittleTriage, household_id: str, referral_id: str, person_id: str, **changes: Any) -> None:
    members = {"part": "adult", "from_on": None, "until_on": None, "source": "self", "sure": "certain"}
    of = {"at": triage.clock(), "household_id": household_id, "referral_id": referral_id, "person_id": person_id}
    triage.do(NameMember.model_validate({**of, **members, "today": date(2026, 11, 23), **changes}))


def lives(triage: LittleTriage, referral_id: str = "referral-1") -> set[tuple[str, str, str]]:
    found = graph(triage, referral_id)
    return {(each.household_id, each.person_id, each.who) for each in found.belongs}


def test_two_records_that_are_one_person_bring_their_households_together_and_apart_again(triage: LittleTriage) -> None:
    triage.refer(("Amina Okafor", "other"), **PERSISTENT)
    triage.refer(("A. Okafor", "other"), ("Ravi Shah", "other"), **PERSISTENT)
    name(triage, "home", "referral-2", "person-2-0")
    name(triage, "home", "referral-2", "person-2-1")
    assert lives(triage) == set()
    pair = {"at": triage.clock(), "one_id": "person-1-0", "other_id": "person-2-0"}
    triage.do(JoinPeople.model_validate(pair))
    assert lives(triage) == {("home", "person-2-0", "person-1-0"), ("home", "person-2-1", "person-2-1")}
    assert lives(triage, "referral-2") == lives(triage)
    triage.do(PartPeople.model_validate(pair))
    assert lives(triage) == set()


def test_one_person_by_way_of_a_third_record_is_one_too(triage: LittleTriage) -> None:
    for _ in range(3):
        triage.refer(("Amina Okafor", "other"), **FLY_TIP)
    name(triage, "home", "referral-3", "person-3-0")
    triage.do(JoinPeople(at=triage.clock(), one_id="person-1-0", other_id="person-2-0"))
    triage.do(JoinPeople(at=triage.clock(), one_id="person-2-0", other_id="person-3-0"))
    assert lives(triage) == {("home", "person-3-0", "person-1-0")}


def test_what_was_said_of_whoever_was_told_apart_is_hers_and_the_other_s_no_more(triage: LittleTriage) -> None:
    triage.refer(("Amina Okafor", "other"), **PERSISTENT)
    triage.refer(("Amina Okafor", "other"), **PERSISTENT)
    # Intake took both for one person, so that the second referral names her by the id of the first.
    same = Person(person_id="person-1-0", roles=("other",))
    triage.do(NoteAnswers(at=triage.clock(), referral_id="referral-2", answers={}, people=(same,)))
    name(triage, "home", "referral-2", "person-1-0")
    assert lives(triage) == {("home", "person-1-0", "person-1-0")}
    apart = {"reference": graph_reference(triage), "person_id": "person-1-0", "split_id": "split-1"}
    triage.do(TellPersonApart.model_validate({"at": triage.clock(), "referral_id": "referral-2", **apart}))
    assert lives(triage) == set()
    assert lives(triage, "referral-2") == {("home", "person-1-0", "split-1")}


def graph_reference(triage: LittleTriage) -> str:
    facts = triage.service.store.stream("assessment-referral-2")
    return str(facts[0].fact.referral.reference)  # type: ignore[attr-defined]  # the opening


def test_whose_address_nobody_may_find_is_known_until_the_place_is_released(triage: LittleTriage) -> None:
    triage.refer(("Amina Okafor", "victim"), **ABUSE)
    name(triage, "home", "referral-1", "person-1-0")
    hiding = {"at": triage.clock(), "referral_id": "referral-1", "code": "R-7"}
    triage.do(HideAddress.model_validate({**hiding, "location": False, "person_ids": ("person-1-0",)}))
    assert graph(triage).hidden == frozenset({"person-1-0"})
    triage.do(ShowAddress.model_validate(hiding))
    assert graph(triage).hidden == frozenset()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LittleTriage]:
    """Triage with its databases in files, or on PostgreSQL."""
    environment = None
    if request.param == "postgres":
        environment = request.getfixturevalue("postgres_addresses").environment(str(tmp_path / "data"))
    running = LittleTriage(tmp_path, environment)
    yield running
    for name in ("families", "pointers", "abuse_reports"):
        running.service.views.compare(name)
    running.close()


def test_stays_follow_what_was_said_last(either: LittleTriage) -> None:
    triage = either
    triage.refer(("Amina Okafor", "victim"), **ABUSE, ward="Abbey")
    with triage.service.views.reading() as connection:
        assert dict(abuse_reports.counts(connection, 2026)["ward"]) == {"Abbey": 1}
        assert (pointers.of(connection, ["person-1-0"]), families.elsewhere_of(connection, "referral-1")) == ([], [])
    name(triage, "home", "referral-1", "person-1-0", from_on=date(2025, 1, 1))
    name(triage, "home", "referral-1", "person-1-0", from_on=date(2025, 1, 1), part="carer")
    of = {"at": triage.clock(), "household_id": "home", "referral_id": "referral-1", "person_id": "person-1-0"}
    left = {"until_on": date(2026, 1, 1), "source": "relative", "sure": "not_sure", "today": date(2026, 11, 23)}
    triage.do(EndMembership.model_validate({**of, **left}))
    (stay,) = graph(triage).belongs
    assert (stay.part, stay.until_on, stay.source, stay.sure) == ("carer", date(2026, 1, 1), "relative", "not_sure")
    triage.do(TakeBackMember.model_validate(of))
    assert graph(triage).belongs == []


def test_of_what_weighs_on_somebody_the_newest_counts(triage: LittleTriage) -> None:
    triage.refer(("Amina Okafor", "victim"), **ABUSE)
    name(triage, "home", "referral-1", "person-1-0")
    of = {"at": triage.clock(), "household_id": "home", "referral_id": "referral-1", "person_id": "person-1-0"}
    for alcohol, source in (("yes", "self"), ("no", "health")):
        said = {
            "alcohol": alcohol,
            "drugs": "no",
            "mental_health": "no",
            "source": source,
        }
        triage.do(RecordTrio.model_validate({**of, **said}))
    assert [each.source for each in graph(triage).weighs] == ["health"]


def test_in_which_referrals_abuse_was_seen_is_known_and_stays_so(triage: LittleTriage) -> None:
    triage.refer(("Amina Okafor", "victim"), **ABUSE)
    triage.refer(("Ravi Shah", "other"), **FLY_TIP)
    assert graph(triage).abuse == frozenset({"referral-1"})
    assert graph(triage, "referral-2").abuse == frozenset()
    triage.do(NoteAnswers(at=triage.clock(), referral_id="referral-2", answers={"domestic_abuse": "yes"}))
    triage.do(NoteAnswers(at=triage.clock(), referral_id="referral-2", answers={"domestic_abuse": "no"}))
    assert graph(triage, "referral-2").abuse == frozenset({"referral-2"})


def test_where_else_somebody_stands_is_found_with_what_that_is_before(triage: LittleTriage) -> None:
    triage.refer(("Amina Okafor", "victim"), **{**ABUSE, "answers": {**ABUSE["answers"], "dash_yes_count": 15}})
    triage.refer(("Amina Okafor", "other"), **FLY_TIP)
    triage.do(JoinPeople(at=triage.clock(), one_id="person-1-0", other_id="person-2-0"))
    with triage.service.views.reading() as connection:
        (found,) = families.elsewhere_of(connection, "referral-2")
    assert (found.referral_id, found.who) == ("referral-1", "person-1-0")
    assert {"marac", "domestic_abuse"} <= set(found.doors)
