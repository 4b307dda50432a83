"""A risk tool is completed: by whom, after which gates, with which reasons, and what triage learns from it."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.triage.domain.assessment import DECIDER, open_assessment
from services.triage.domain.commands import OpenAssessment
from services.triage.domain.disclosure.events import PanelInformed
from services.triage.domain.events import AnswersAdded, CaseClosed, MarkedForPanel, ReferralTriaged
from services.triage.domain.protection import PROTECTION, Protection
from services.triage.domain.refusals import NotYetTriaged, ReferralAlreadyClosed
from services.triage.domain.risk.assessing import complete_risk_assessment, keep_risk_answers
from services.triage.domain.risk.commands import CompleteRiskAssessment, KeepRiskAnswers
from services.triage.domain.risk.events import LicensedTextLoaded, RiskAnswersKept, RiskAssessed
from services.triage.domain.risk.refusals import NotTrained, ToolNotForThisCase, TooYoungForTool, TrainingExpired
from services.triage.domain.risk.register import RiskRegister
from services.triage.domain.risk.tools import NO, NOT_ASKED, NOT_KNOWN, YES, Tool
from shared.kernel.messages import Fact
from shared.kernel.refusals import InvalidInput
from tests.support.builders.protection import ASB, DASH, MERIT, S_DASH, TODAY, completed, trained, yes_to
from tests.support.builders.triage import ABUSE, NOW, PERSISTENT, a_referral, the_judge

ABUSED = a_referral(**ABUSE, victim_id="person-2")
PESTERED = a_referral(**PERSISTENT, victim_id="person-2")


def state_of(*facts: Fact) -> Protection:
    return PROTECTION.fold(facts)


def before(referral: Any = ABUSED, *further: Fact) -> Protection:
    """A referral judged, with all that followed at once."""
    facts = open_assessment(OpenAssessment(at=NOW, referral=referral), DECIDER.initial, the_judge())
    return state_of(*facts, *further)


def complete(
    command: CompleteRiskAssessment, state: Protection, tool: Tool = DASH, register: RiskRegister | None = None
) -> list[Fact]:
    return list(complete_risk_assessment(command, state, tool, register or trained(), the_judge()))


def errors_of(command: CompleteRiskAssessment, tool: Tool = DASH, state: Protection | None = None) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        complete(command, state or before(), tool)
    return {error.pointer: error.code for error in caught.value.errors}


def only(facts: list[Fact], shape: type[Any]) -> Any:
    (found,) = [fact for fact in facts if isinstance(fact, shape)]
    return found


def test_what_was_asked_is_sealed_and_what_it_came_to_is_said() -> None:
    words = {"frightened": "He will find me."}
    facts = complete(completed(answers=yes_to(DASH, 11), words=words, judged="medium"), before())
    assessed = only(facts, RiskAssessed)
    assert (assessed.band, assessed.grade, assessed.judged, assessed.yes, assessed.unanswered) == (
        "medium",
        "medium",
        "medium",
        11,
        0,
    )
    assert (assessed.given.tool, assessed.given.version, assessed.given.wording) == ("dash", "2016-07-01", "ours")
    assert assessed.given.answers.person_id == "person-2"
    assert "He will find me" in assessed.given.answers.text
    assert "He will find me" not in repr(facts)
    assert assessed.gates == tuple(DASH.gates)


def test_fourteen_yes_bring_the_case_before_the_marac_as_a_new_judgement() -> None:
    state = before()
    assert state.marked == {}
    facts = complete(completed(answers=yes_to(DASH, 14), judged="high"), state)
    assert only(facts, AnswersAdded).answers["dash_yes_count"] == 14
    triaged = only(facts, ReferralTriaged)
    assert (triaged.round, triaged.decision.panels, triaged.decision.priority) == (2, ("marac",), "urgent")
    assert only(facts, MarkedForPanel).criteria == ("visible_high_risk", "professional_judgement")


def test_a_judgement_of_high_risk_counts_by_itself_and_is_asked_why() -> None:
    few = completed(answers=yes_to(DASH, 2), judged="high")
    assert errors_of(few) == {"/why": "missing"}
    facts = complete(few.model_copy(update={"why": "Extreme fear, and nobody to turn to."}), before())
    added = only(facts, AnswersAdded)
    assert added.answers["judgement_high_risk"] == "yes"
    assert [word.name for word in added.words] == ["judgement_reason"]
    assert only(facts, MarkedForPanel).criteria == ("professional_judgement",)


def test_a_judgement_below_the_band_is_asked_why_and_takes_no_panel_away() -> None:
    many = completed(answers=yes_to(DASH, 15), judged="standard")
    assert errors_of(many) == {"/why": "missing"}
    facts = complete(many.model_copy(update={"why": "They have moved far away."}), before())
    assert only(facts, MarkedForPanel).panel == "marac"


def test_what_weighs_together_asks_why_the_risk_is_not_judged_high() -> None:
    answers = yes_to(DASH, 0) | {"strangulation": YES}
    assert errors_of(completed(answers=answers, judged="standard")) == {"/why": "missing"}


def test_nothing_that_was_not_asked_reaches_triage() -> None:
    answers = {"injury": NO, "stalking": NOT_KNOWN, "weapons": NOT_ASKED}
    facts = complete(completed(answers=answers), before())
    learnt = only(facts, AnswersAdded).answers
    assert learnt == {
        "violence_or_threats": "no",
        "judgement_high_risk": "no",
        "dash_yes_count": 0,
        "dash_unanswered_count": 23,
    }


def test_a_no_takes_back_no_yes() -> None:
    known = a_referral(**{**ABUSE, "answers": {**ABUSE["answers"], "strangulation": "yes"}}, victim_id="person-2")
    facts = complete(completed(), before(known))
    assert "strangulation" not in only(facts, AnswersAdded).answers


@pytest.mark.parametrize(
    ("yes", "unanswered", "stands"), [(16, 0, 16), (12, 2, 12), (12, 3, 15), (11, 1, 11), (15, 4, 15)]
)
def test_a_lower_count_takes_the_place_of_a_higher_one_only_where_nothing_open_could_make_it_up(
    yes: int, unanswered: int, stands: int
) -> None:
    counted = {**ABUSE["answers"], "dash_yes_count": 15, "dash_unanswered_count": 0}
    answers = yes_to(DASH, yes)
    for code in [code for code, value in answers.items() if value == NO][:unanswered]:
        answers[code] = NOT_KNOWN
    facts = complete(
        completed(answers=answers, judged="high", why="As I see it."),
        before(a_referral(**{**ABUSE, "answers": counted}, victim_id="person-2")),
    )
    assert only(facts, ReferralTriaged).answers["dash_yes_count"] == stands


def test_a_child_that_was_hurt_goes_to_childrens_services_at_once() -> None:
    answers = yes_to(DASH, 0) | {"hurts_others": YES, "a_child": YES}
    triaged = only(complete(completed(answers=answers), before()), ReferralTriaged)
    assert "children_mash" in {triaged.decision.primary.route, *(also.route for also in triaged.decision.also)}


def test_what_is_asked_further_counts_only_after_a_yes() -> None:
    answers = yes_to(DASH, 0) | {"hurts_others": NO, "a_child": YES}
    facts = complete(completed(answers=answers), before())
    assert '"a_child"' not in only(facts, RiskAssessed).given.answers.text


def test_a_second_completion_says_how_it_is_to_the_first() -> None:
    state = before()
    first = complete(completed(answers=yes_to(DASH, 9)), state)
    again = completed(answers=yes_to(DASH, 12), assessment_id="assessment-2", judged="medium")
    assessed = only(complete(again, before(ABUSED, *first)), RiskAssessed)
    assert (assessed.compared, assessed.before) == ("higher", "assessment-1")
    assert only(first, RiskAssessed).compared == "first"


def test_the_same_completion_sent_twice_is_one() -> None:
    first = complete(completed(), before())
    assert complete(completed(), before(ABUSED, *first)) == []


def test_other_editions_are_not_compared() -> None:
    first = complete(completed(), before())
    newer = msgspec.structs.replace(DASH, version="2027-01-01", effective_from=date(2027, 1, 1))
    again = completed(assessment_id="assessment-2")
    assert only(complete(again, before(ABUSED, *first), newer), RiskAssessed).compared == "other_edition"


def test_a_panel_that_knows_of_the_case_hears_of_new_flags_and_loses_none() -> None:
    high = {**ABUSE["answers"], "dash_yes_count": 14, "stalking": "yes"}
    state = before(a_referral(**{**ABUSE, "answers": high}, victim_id="person-2"))
    answers = yes_to(DASH, 14) | {"strangulation": YES}
    informed = only(complete(completed(answers=answers, judged="high"), state), PanelInformed)
    assert (informed.panel, informed.basis) == ("marac", None)
    assert {"stalking", "strangulation"} <= set(informed.marked.flags)


@pytest.mark.parametrize("gate", list(DASH.gates))
def test_nobody_is_asked_before_each_gate_is_open(gate: str) -> None:
    gates = dict.fromkeys(DASH.gates, YES)
    assert errors_of(completed(gates=gates | {gate: NO}))[f"/gates/{gate}"] == "gate_shut"
    del gates[gate]
    assert errors_of(completed(gates=gates))[f"/gates/{gate}"] == "missing"


def test_gates_stand_before_one_answer_of_hers_too_and_not_before_a_file() -> None:
    from_file = completed(answered_by="records", gates={}, whereabouts="")
    assert only(complete(from_file, before()), RiskAssessed).gates == ()
    mixed = from_file.model_copy(update={"sources": {"frightened": "victim"}})
    assert set(errors_of(mixed)) == {f"/gates/{gate}" for gate in DASH.gates}


def test_where_they_are_is_written_down() -> None:
    assert errors_of(completed(whereabouts=" ")) == {"/whereabouts": "missing"}


def test_everything_that_is_missing_is_said_at_once_each_at_its_field() -> None:
    nothing = completed(answers={}, answered_by="", gates={}, judged="")
    assert errors_of(nothing) == {"/answered_by": "missing", "/judged": "missing", "/answers": "nothing_given"}


@pytest.mark.parametrize(
    ("tool", "code", "value"),
    [(DASH, "injury", "perhaps"), (DASH, "a_child", "often"), (DASH, "of_nothing", "yes"), (MERIT, "total", "201")],
)
def test_what_is_no_answer_is_refused_at_its_question(tool: Tool, code: str, value: str) -> None:
    command = completed(tool)
    command = command.model_copy(update={"answers": command.answers | {code: value}})
    assert errors_of(command, tool)[f"/answers/{code}"] == "unknown_value"


def test_only_somebody_trained_completes_a_tool_and_not_after_the_last_day() -> None:
    with pytest.raises(NotTrained):
        complete(completed(), before(), register=trained("asb_matrix"))
    with pytest.raises(TrainingExpired):
        complete(completed(), before(), register=trained("dash", until=date(2026, 11, 22)))
    assert complete(completed(), before(), register=trained("dash", until=TODAY))


def test_abuse_and_anti_social_behaviour_have_tools_of_their_own() -> None:
    with pytest.raises(ToolNotForThisCase):
        complete(completed(ASB), before(), ASB)
    with pytest.raises(ToolNotForThisCase):
        complete(completed(DASH), before(PESTERED), DASH)
    assert complete(completed(ASB), before(PESTERED), ASB)


def test_the_matrix_that_finds_domestic_abuse_turns_the_case_and_is_not_used_again() -> None:
    command = completed(ASB, judged="high")
    command = command.model_copy(update={"answers": command.answers | {"domestic_abuse": YES}})
    facts = complete(command, before(PESTERED), ASB)
    assert only(facts, RiskAssessed).escalators == ("domestic_abuse",)
    assert only(facts, ReferralTriaged).decision.primary.route == "domestic_abuse"
    with pytest.raises(ToolNotForThisCase):
        complete(completed(ASB, assessment_id="assessment-2"), before(PESTERED, *facts), ASB)


def test_a_child_is_not_asked_with_a_tool_for_adults() -> None:
    young = a_referral(**{**ABUSE, "answers": {**ABUSE["answers"], "victim_age": 15}}, victim_id="person-2")
    with pytest.raises(TooYoungForTool):
        complete(completed(), before(young))


def test_gold_of_merit_is_high_and_asks_why_it_is_judged_lower() -> None:
    assert errors_of(completed(MERIT, answers={"total": "72"}), MERIT) == {"/why": "missing"}
    assert only(complete(completed(MERIT, answers={"total": "72"}, judged="high"), before(), MERIT), MarkedForPanel)


def test_a_closed_or_unknown_referral_is_not_assessed() -> None:
    closed = CaseClosed(referral_id="referral-1", reference=ABUSED.reference, reason="resolved")
    with pytest.raises(ReferralAlreadyClosed):
        complete(completed(), before(ABUSED, closed))
    with pytest.raises(NotYetTriaged):
        complete(completed(), PROTECTION.initial)


def test_answers_are_kept_on_the_way_without_gates_and_make_no_assessment() -> None:
    members = {name: getattr(completed(), name) for name in KeepRiskAnswers.model_fields}
    keep = KeepRiskAnswers(**members | {"gates": {"safe_now": NO}})
    (kept,) = keep_risk_answers(keep, before(), DASH, trained())
    assert isinstance(kept, RiskAnswersKept)
    assert kept.given.answers.person_id == "person-2"  # type: ignore[attr-defined]  # still unsealed here
    with pytest.raises(NotTrained):
        keep_risk_answers(keep, before(), DASH, RiskRegister())


def test_a_licensed_wording_of_this_edition_is_named() -> None:
    licensed = LicensedTextLoaded(tool="dash", version=DASH.version, edition="2009", licence="ours", texts={})
    register = RiskRegister(trained=trained().trained, licensed={"dash": licensed})
    assert only(complete(completed(), before(), register=register), RiskAssessed).given.wording == "2009"


def test_stalking_questions_inform_a_judgement_and_make_no_band() -> None:
    assessed = only(complete(completed(S_DASH), before(), S_DASH), RiskAssessed)
    assert (assessed.band, assessed.grade, assessed.could_be) == (None, "not_graded", None)
