"""One person in one programme: who may be referred, and what safety is told at once."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.programme import commands as asked
from services.triage.domain.programme import enrolment
from services.triage.domain.programme import events as told
from services.triage.domain.programme.book import ProgrammeProblem, book_from
from services.triage.domain.programme.enrolment import Enrolment
from services.triage.domain.programme.refusals import (
    AgeNotKnown,
    AlreadyInProgramme,
    HomeIsNoReward,
    NotDomesticAbuse,
    NotForThatAge,
    NotInProgramme,
    NotWhoeverHarms,
    SessionAhead,
)
from shared.kernel.messages import Fact
from shared.kernel.refusals import InvalidInput, Refusal
from tests.support.builders.programme import enrolled, in_programme, referral, referred, taken, the_programmes
from tests.support.builders.vawg import VICTIM, an_abuse_case


def refer(**changes: Any) -> list[Fact]:
    return list(enrolment.refer_to_programme(referral(**changes), Enrolment(), the_programmes()))


def session(attendance: str, day: int = 10) -> asked.RecordSession:
    members = {"session_on": date(2026, 11, day), "attendance": attendance}
    return asked.RecordSession.model_validate({**in_programme(30), **members})


def attend(state: Enrolment, *attendances: str) -> tuple[Enrolment, list[str]]:
    """The state after these sessions, and what safety was told."""
    signals: list[str] = []
    for day, attendance in enumerate(attendances, 1):
        facts = enrolment.record_session(session(attendance, day), state, the_programmes())
        state = enrolled(facts, state)
        signals += [fact.because for fact in facts if isinstance(fact, told.SafetySignalled)]
    return state, signals


def test_what_the_programme_learns_is_a_name_an_age_and_a_lever_and_nothing_of_whoever_is_harmed() -> None:
    (fact,) = refer()
    assert isinstance(fact, told.ProgrammeReferred)
    assert (fact.person_id, fact.age, fact.lever) == ("person-3", 34, "none")
    assert VICTIM not in repr(fact)
    assert "Penrose" not in repr(fact)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"person_id": VICTIM}, NotWhoeverHarms),
        ({"person_id": "person-9"}, NotWhoeverHarms),
        ({"programme": "other"}, InvalidInput),
        ({"programme": "young_people"}, NotForThatAge),
        ({"lever": "tenancy", "home": "whoever_harms"}, HomeIsNoReward),
        ({"lever": "tenancy", "home": "not_asked"}, HomeIsNoReward),
        ({"case": an_abuse_case(perpetrator_age=None)}, AgeNotKnown),
        ({"case": an_abuse_case("stalking_and_harassment", perpetrator_age=34)}, NotDomesticAbuse),
    ],
    ids=lambda each: getattr(each, "__name__", str(each)[:40]),
)
def test_who_may_not_be_referred_is_refused(changes: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        refer(**changes)
    assert refer(lever="tenancy", home="victim")


@pytest.mark.parametrize("age", range(8, 30))
def test_a_child_goes_to_childrens_services_first_and_never_to_a_programme_for_adults(age: int) -> None:
    case = an_abuse_case(perpetrator_age=age)
    routes = {also.route for also in case.protection.open.decision.also}
    assert ("children_mash" in routes) is (age < 18)
    for programme, takes in (("adults", age >= 18), ("young_people", 11 <= age <= 25)):
        if takes:
            assert refer(case=case, programme=programme)
        else:
            with pytest.raises(NotForThatAge):
                refer(case=case, programme=programme)
    if 11 <= age < 18:
        with pytest.raises(HomeIsNoReward):
            refer(case=case, programme="young_people", lever="tenancy", home="victim")


def test_the_first_session_that_was_missed_is_told_in_the_same_breath_and_a_run_of_them_once() -> None:
    facts = enrolment.record_session(session("missed"), taken(), the_programmes())
    assert [type(fact) for fact in facts] == [told.SessionRecorded, told.SafetySignalled]
    assert attend(taken(), "attended", "missed", "missed", "missed")[1] == ["attendance_dropped"]
    assert attend(taken(), "missed", "attended", "missed")[1] == ["attendance_dropped"] * 2
    assert attend(taken(), "excused", "attended")[1] == []


@settings(max_examples=60, deadline=None)
@for_all(st.lists(st.sampled_from(["attended", "missed", "excused"]), max_size=12))
def test_safety_is_told_once_for_each_run_of_missed_sessions_whatever_the_order(attendances: list[str]) -> None:
    seen = [each for each in attendances if each != "excused"]
    runs = sum(each == "missed" and (not place or seen[place - 1] != "missed") for place, each in enumerate(seen))
    assert attend(taken(), *attendances)[1] == ["attendance_dropped"] * runs


@pytest.mark.parametrize(
    ("result", "told_of"),
    [("completed", []), ("moved_away", []), ("left", ["left"]), ("excluded", ["excluded"]),
     ("not_taken_up", ["not_taken_up"])],
)  # fmt: skip
def test_an_end_that_is_none_is_told_at_once(result: str, told_of: list[str]) -> None:
    ending = asked.EndProgramme.model_validate({**in_programme(), "result": result})
    facts = enrolment.end_programme(ending, taken())
    assert [fact.because for fact in facts if isinstance(fact, told.SafetySignalled)] == told_of
    with pytest.raises(NotInProgramme):
        enrolment.end_programme(ending, enrolled(facts, taken()))


def test_that_somebody_is_not_taken_is_told_and_that_there_is_danger_also_after_the_end() -> None:
    decided = asked.DecideOnProgramme(**in_programme(), taken=False, text="He denies it all")
    facts = enrolment.decide_on_programme(decided, referred())
    assert [fact.because for fact in facts if isinstance(fact, told.SafetySignalled)] == ["not_taken"]
    danger = asked.SignalDanger(**in_programme(12), because="threat_heard")
    (signal,) = enrolment.signal_danger(danger, enrolled(facts, referred()))
    assert isinstance(signal, told.SafetySignalled)
    assert signal.signal_id != facts[1].signal_id  # type: ignore[attr-defined]  # a signal too


def test_a_signal_holds_a_code_and_not_a_word_of_the_record() -> None:
    fields = set(told.SafetySignalled.__struct_fields__)
    assert fields == {"enrolment_id", "referral_id", "reference", "signal_id", "because", "signalled_at"}


def test_a_note_is_sealed_under_whoever_it_is_about_and_kept_once() -> None:
    note = asked.WriteProgrammeNote(**in_programme(), note_id="note-1", text="He knows where she works")
    (fact,) = enrolment.write_note(note, taken())
    assert "works" not in repr(fact)
    assert "person-3" in repr(fact.text)  # type: ignore[attr-defined]  # a note
    assert enrolment.write_note(note, enrolled([fact], taken())) == ()
    with pytest.raises(InvalidInput):
        enrolment.write_note(note.model_copy(update={"text": " "}), taken())


def test_out_of_order_is_refused() -> None:
    with pytest.raises(AlreadyInProgramme):
        enrolment.refer_to_programme(referral(), referred(), the_programmes())
    with pytest.raises(NotInProgramme):
        enrolment.record_session(session("attended"), referred(), the_programmes())
    ahead = asked.RecordSession.model_validate(
        {**in_programme(9), "session_on": date(2026, 11, 10), "attendance": "attended"}
    )
    with pytest.raises(SessionAhead):
        enrolment.record_session(ahead, taken(), the_programmes())
    nobody: list[tuple[Any, Any]] = [
        (enrolment.signal_danger, asked.SignalDanger(**in_programme(), because="threat_heard")),
        (enrolment.write_note, asked.WriteProgrammeNote(**in_programme(), note_id="note-1", text="x")),
    ]
    for decide, command in nobody:
        with pytest.raises(Refusal):
            decide(command, Enrolment())


def test_a_session_recorded_twice_stands_once() -> None:
    state, _ = attend(taken(), "missed")
    again = session("missed", 1)
    assert enrolment.record_session(again, state, the_programmes()) == ()


@pytest.mark.parametrize(
    ("fault", "says"),
    [({"tell_after_missed": 0}, "tell_after_missed"), ({"version": "2016-07-02"}, "Name it"), ({"more": 1}, "more")],
    ids=["never told", "wrong day", "unknown name"],
)
def test_a_book_with_a_fault_is_refused(fault: dict[str, Any], says: str) -> None:
    sound = {
        "version": "2016-07-01", "effective_from": date(2016, 7, 1), "author": "A", "approver": "B", "sources": [],
        "tell_after_missed": 1, "answer_within_hours": 24, "programmes": {"adults": {"title": "T", "youngest": 18}},
    }  # fmt: skip
    assert book_from(sound)
    with pytest.raises(ProgrammeProblem, match=says):
        book_from(sound | fault)
