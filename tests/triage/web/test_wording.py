"""Codes in plain English, and differences between decisions told in sentences."""

from typing import Any

import pytest

from services.triage.domain.events import CaseOpened, DecisionOverridden
from services.triage.domain.facts import FACTS
from services.triage.web.telling import differences, headline, tell_decision, teller
from services.triage.web.wording import Wording, duration
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.messages import Fact, Recorded
from shared.kernel.personal import Personal
from tests.support.builders.triage import NOW, REFERENCE

SAY = Wording(VOCABULARY)


@pytest.mark.parametrize(
    ("text", "counted", "words"),
    [
        (None, "clock", None),
        ("PT0S", "clock", "at once"),
        ("P0D", "clock", "the same day"),
        ("PT24H", "clock", "within 24 hours"),
        ("P1D", "working_days", "within 1 working day"),
        ("P5D", "working_days", "within 5 working days"),
        ("P2D", "clock", "within 2 days"),
        ("P1W", "clock", "within P1W"),
    ],
)
def test_a_time_frame_is_said(text: str | None, counted: str, words: str | None) -> None:
    assert duration(text, counted) == words


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("child_at_risk", "unknown", "Not known"),
        ("victim_age", None, "Not known"),
        ("victim_age", 34, "34"),
        ("tenure_of_source", "council", "Rents from the council"),
        ("last_marac_referral_on", "2026-03-02", "2 March 2026"),
        ("category", "smell_or_smoke", "Smell or smoke"),
        ("strands", ("trafficking", "honour_based"), "Trafficking, So-called honour-based abuse"),
        ("kind", "asb", "Anti-social behaviour"),
    ],
)
def test_an_answer_is_said_as_people_say_it(name: str, value: Any, words: str) -> None:
    assert SAY.value(name, value) == words


def test_a_code_nobody_has_worded_is_shown_all_the_same() -> None:
    assert SAY.route("river_patrol") == "River patrol"
    assert SAY.finding("urgent") == "Urgent priority"
    assert SAY.finding("standard") == "Standard risk"
    assert SAY.finding("cmarac") == "Community MARAC"


def a_document(**changes: Any) -> dict[str, Any]:
    return {
        "outcome": "signpost",
        "primary": {"route": "mediation", "destination": "Mediators", "done_by": "resident", "time_frame": None},
        "also": [],
        "panels": [],
        "priority": "standard",
        "give": [],
        "reasons": [{"rule": "mediation-offer", "says": "Because.", "facts": ["noise_kind"]}],
        "missing": [],
        "rules": {"id": "borough", "version": "gone", "effective_from": "2014-01-01"},
    } | changes


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("emergency", "Emergency: ring 999 now"),
        ("open_case", "Open a case: Mediation"),
        ("signpost", "Signpost: Mediation"),
        ("ask", "Ask first. As far as is known: Mediation"),
    ],
)
def test_the_outcome_is_one_line(outcome: str, words: str) -> None:
    assert headline(a_document(outcome=outcome), SAY) == words


def test_a_decision_under_rules_no_longer_kept_is_told_without_them() -> None:
    told = tell_decision(a_document(give=["diary_sheet"]), {"noise_kind": "living"}, None, SAY)
    (reason,) = told.reasons
    assert reason.rule is None
    assert reason.read == [("What kind of noise is it?", "Everyday living: footsteps, doors, talking, television")]
    assert told.give == [("Diary sheet", "")]


def test_differences_are_told_point_by_point() -> None:
    also = [{"route": "asb_case", "done_by": "us", "time_frame": "P5D"}]
    other = a_document(outcome="open_case", also=also, panels=["cmarac"], priority="high", give=["diary_sheet"])
    assert differences(a_document(), other, SAY) == [
        "Outcome: Open a case, not Signpost.",
        "Also: Anti-social behaviour case as well.",
        "Panels: Community MARAC as well.",
        "Priority: High, not Standard risk.",
        "Given: Diary sheet as well.",
    ]
    assert differences(other, a_document(), SAY)[2] == "Panels: without Community MARAC."
    assert differences(other, other, SAY) == []


def recorded(name: str, fact: Fact) -> Recorded:
    return Recorded(1, "assessment-1", 1, "e-1", name, 1, "2026-11-23T09:30:00Z", "2026-11-23T09:30:00Z", b"{}", fact)


def test_facts_are_told_with_their_codes_in_words() -> None:
    tell = teller({kind.name: kind.staff for kind in FACTS}, SAY)
    ids = {"referral_id": "referral-1", "reference": REFERENCE}
    text: Personal[Any] = Personal("person-1", "c2VhbGVk")
    otherwise = DecisionOverridden(
        **ids, round=1, recommended="mediation", route="asb_case", code="local_knowledge", text=text
    )
    said = "A person chose Anti-social behaviour case instead of Mediation (I know the place or the people)."
    assert tell(recorded("triage.decision_overridden", otherwise)) == said
    opened = CaseOpened(**ids, case_reference=REFERENCE, route="asb_case", priority="high", opened_at=NOW, due_at=None)
    assert tell(recorded("triage.case_opened", opened)) == f"Case {REFERENCE} was opened, high priority."
