"""A further incident: what the rules learn of it, and the way back to MARAC."""

from datetime import date
from typing import Any

import pytest

from services.triage.domain.disclosure.events import PanelInformed
from services.triage.domain.events import AnswersAdded, MarkedForPanel
from services.triage.domain.vawg import incidents
from services.triage.domain.vawg.commands import RecordFurtherIncident
from services.triage.domain.vawg.events import FurtherIncidentRecorded, RepeatFound
from services.triage.domain.vawg.file import AbuseFile
from services.triage.domain.vawg.refusals import NoAbuseSeen, NotYetHappened
from shared.kernel.messages import Fact
from tests.support.builders.triage import PERSISTENT, the_judge
from tests.support.builders.vawg import an_abuse_case, at, further, on_case, the_repeats

ONLY_LATER = {"dash_yes_count": 3, "judgement_high_risk": "no", "incidents_in_12_months": 1}


def recorded(file: AbuseFile, day: int = 20, number: int = 1, **changes: Any) -> list[Fact]:
    members: dict[str, Any] = {
        "incident_id": f"incident-{number}",
        "occurred_on": date(2026, 11, day),
        "criminal": "no",
        "same_person": "yes",
        "sexual": "no",
        "police_told": "no",
        "text": "He waited outside her work",
    }
    command = RecordFurtherIncident.model_validate({**on_case(at(21)), **members, **changes})
    return list(incidents.record_further_incident(command, file, the_repeats(), the_judge()))


def repeats(facts: list[Fact]) -> list[tuple[str, date]]:
    return [(fact.kind, fact.counted_from) for fact in facts if isinstance(fact, RepeatFound)]


def told(facts: list[Fact]) -> list[PanelInformed | MarkedForPanel]:
    return [fact for fact in facts if isinstance(fact, PanelInformed | MarkedForPanel)]


def test_what_happened_is_sealed_and_known_by_its_codes() -> None:
    fact = recorded(an_abuse_case())[0]
    assert isinstance(fact, FurtherIncidentRecorded)
    assert "waited" not in repr(fact)
    assert (fact.criminal, fact.same_person, fact.recorded_by) == ("no", "yes", "officer-1")


def test_a_further_incident_within_the_year_after_an_earlier_referral_goes_to_marac_as_a_repeat() -> None:
    file = an_abuse_case(**ONLY_LATER, last_marac_referral_on="2026-06-01", new_incident_since_last_marac="no")
    assert file.protection.marked == {}
    facts = recorded(file)
    assert repeats(facts) == [("marac", date(2026, 6, 1))]
    *_, news = told(facts)
    marked = news.marked if isinstance(news, PanelInformed) else news
    assert (marked.panel, marked.is_repeat, marked.last_referral_on) == ("marac", True, date(2026, 6, 1))
    assert "repeat" in marked.criteria


def test_where_marac_has_the_case_it_hears_that_it_is_a_repeat_counted_from_the_day_it_was_marked() -> None:
    facts = recorded(an_abuse_case(dash_yes_count=15), marked_on=date(2026, 11, 3))
    assert repeats(facts) == [("marac", date(2026, 11, 3))]
    (news,) = told(facts)
    assert isinstance(news, PanelInformed)
    assert (news.marked.is_repeat, news.marked.last_referral_on) == (True, date(2026, 11, 3))
    assert "visible_high_risk" in news.marked.criteria


def test_each_repeat_begins_the_twelve_months_anew() -> None:
    file = an_abuse_case(dash_yes_count=15)
    file = further(file, recorded(file, marked_on=date(2026, 11, 3)))
    assert repeats(recorded(file, number=2, day=21, marked_on=date(2026, 11, 3))) == [("marac", date(2026, 11, 21))]


def test_somebody_else_a_day_too_late_and_a_child_make_no_repeat() -> None:
    known = {**ONLY_LATER, "new_incident_since_last_marac": "no"}
    assert repeats(recorded(an_abuse_case(**known, last_marac_referral_on="2026-06-01"), same_person="no")) == []
    late = recorded(an_abuse_case(**known, last_marac_referral_on="2025-11-19"))
    assert repeats(late) == []
    child = an_abuse_case(**(known | {"victim_age": 15}), last_marac_referral_on="2026-06-01")
    assert told(recorded(child)) == []


def test_the_third_incident_in_a_year_goes_to_marac_by_itself() -> None:
    file = an_abuse_case(dash_yes_count=3, judgement_high_risk="no")
    assert "marac" not in file.protection.marked
    file = further(file, recorded(file))
    assert "marac" not in file.protection.marked
    facts = recorded(file, number=2, day=21)
    (added,) = [fact for fact in facts if isinstance(fact, AnswersAdded)]
    assert added.answers == {"incidents_in_12_months": 3}
    assert [fact.criteria for fact in facts if isinstance(fact, MarkedForPanel)] == [("potential_escalation",)]


def test_a_higher_count_that_was_told_stays() -> None:
    facts = recorded(an_abuse_case(incidents_in_12_months=7))
    assert [fact.answers for fact in facts if isinstance(fact, AnswersAdded)] == []


def test_a_no_of_this_incident_takes_nothing_back_that_an_earlier_one_said() -> None:
    known = {"last_marac_referral_on": "2026-06-01", "new_incident_criminal": "yes"}
    facts = recorded(an_abuse_case(**ONLY_LATER, **known), same_person="unknown")
    answers = {name for fact in facts if isinstance(fact, AnswersAdded) for name in fact.answers}
    assert "new_incident_criminal" not in answers


def test_sexual_violence_repeats_too_whoever_did_it_and_outside_domestic_abuse() -> None:
    file = an_abuse_case("sexual_violence")
    facts = recorded(file, sexual="yes", same_person="no")
    assert repeats(facts) == [("sexual_violence", date(2026, 11, 2))]
    assert repeats(recorded(an_abuse_case("faith_based"), sexual="yes")) == []


def test_recorded_twice_it_stands_once_and_what_is_to_come_is_refused() -> None:
    file = an_abuse_case()
    after = further(file, recorded(file))
    assert recorded(after) == []
    with pytest.raises(NotYetHappened):
        recorded(file, day=22)
    with pytest.raises(NoAbuseSeen):
        recorded(an_abuse_case(kind="asb", **PERSISTENT["answers"]))
