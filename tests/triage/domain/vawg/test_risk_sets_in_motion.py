"""Every answer of the checklist that asks for more sets something in motion: a step with a clock, a route, a mark."""

from datetime import date

import pytest

from services.triage.domain.assessment import open_assessment
from services.triage.domain.commands import CloseCase, OpenAssessment
from services.triage.domain.events import ReferralTriaged
from services.triage.domain.protection import PROTECTION
from services.triage.domain.risk.assessing import complete_risk_assessment
from services.triage.domain.risk.events import RiskAssessed
from services.triage.domain.risk.tools import NO, NOT_KNOWN, YES
from services.triage.domain.state import Unassessed
from services.triage.domain.vawg import strands
from services.triage.domain.vawg.file import ABUSE, AbuseFile, applies
from services.triage.domain.vawg.refusals import DutyStillOpen
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.messages import Fact
from tests.support.builders.protection import DASH, TODAY, completed, trained
from tests.support.builders.triage import ABUSE as REFERRED
from tests.support.builders.triage import NOW, a_referral, the_judge
from tests.support.builders.vawg import at, the_handlings

OPENED = list(
    open_assessment(
        OpenAssessment(at=NOW, referral=a_referral(**REFERRED, victim_id="person-2")), Unassessed(), the_judge()
    )
)


def assessed(answers: dict[str, str], heeded: frozenset[str] | None = None) -> list[Fact]:
    """The facts of a checklist in which only these answers are not no."""
    all_no = {part.code: NO for question in DASH.questions for part in question.parts}
    command = completed(answers=all_no | answers, why="Read with the answers.")
    signs = the_handlings().signs_on(TODAY) if heeded is None else heeded
    return list(complete_risk_assessment(command, PROTECTION.fold(OPENED), DASH, trained(), the_judge(), signs))


def file_after(**answers: str) -> AbuseFile:
    return ABUSE.fold([*OPENED, *assessed(answers)])


def handled(file: AbuseFile, day: date = TODAY) -> set[str]:
    return {code for code, each in the_handlings().on(day).items() if applies(each, file)}


def flags(**answers: str) -> set[str]:
    """Which answers of the referral, all shown to a panel, are yes after it."""
    standing = file_after(**answers).protection.open
    return {name for name, value in standing.answers.items() if value == YES and name in VOCABULARY.answers}


# The table of domain.md 2.3, row by row: the question, and the handling that it begins with the steps it must hold.
ROWS = {
    "injury": ("hurt_now", {"medical_care", "photographs"}),
    "feared": ("feared", {"must_not_receive"}),
    "isolated": ("cut_off", {"who_reads"}),
    "low_mood": ("despair", {"welfare_today", "mental_health_asked"}),
    "child_contact": ("child_contact", {"children_named", "mash_asked", "orders_noted"}),
    "stalking": ("stalking_and_harassment", {"stalking_questions", "technology"}),
    "pregnancy": ("pregnancy", {"midwife", "due_day"}),
    "more_often": ("escalation", {"judged_anew", "incidents_counted"}),
    "worse": ("escalation", {"judged_anew", "incidents_counted"}),
    "control": ("coercive_control", {"written_down", "own_offence"}),
    "weapons": ("weapons", {"home_marked", "police_weapon"}),
    "threats_to_kill": ("threats_to_kill", {"police_today"}),
    "strangulation": ("strangulation", {"doctor_today", "high_risk"}),
    "sexual": ("sexual_violence", {"adviser", "referral_centre"}),
    "others_threaten": ("several_who_harm", {"each_named", "interpreter"}),
    "hurts_others": ("others_hurt", {"who_was_hurt"}),
    "animals": ("animals", {"foster_place", "home_marked"}),
    "money": ("economic_abuse", {"letters_stopped", "own_money"}),
    "substances_or_health": ("substances_and_health", {"services_asked", "other_panels"}),
    "perpetrator_suicide": ("perpetrator_despair", {"police_today", "mental_health_told"}),
    "breach": ("orders_broken", {"order_noted", "repeat_looked_at", "police_asked"}),
    "police_record": ("known_to_police", {"police_research"}),
}


@pytest.mark.parametrize(("question", "handling", "steps"), [(code, *row) for code, row in ROWS.items()])
def test_a_yes_begins_its_handling_and_a_no_does_not(question: str, handling: str, steps: set[str]) -> None:
    assert handled(file_after(**{question: YES})) == {handling}
    assert steps <= {step.code for step in the_handlings().on(TODAY)[handling].steps}
    assert handled(file_after(**{question: NOT_KNOWN})) == set()


def test_no_question_is_without_one_but_the_two_of_which_words_and_a_pattern_are_kept() -> None:
    assert {question.code for question in DASH.questions} - set(ROWS) == {"frightened", "separation"}
    assert DASH.question("frightened").words
    pattern = {"separation": YES, "control": YES, "weapons": YES}
    assert "leaving" in handled(file_after(**pattern))
    assert "leaving" not in handled(file_after(separation=YES, weapons=YES))


@pytest.mark.parametrize(
    ("answers", "flag"),
    [
        ({"weapons": YES}, "weapon_ever"),
        ({"threats_to_kill": YES}, "threats_to_kill"),
        ({"strangulation": YES}, "strangulation"),
        ({"separation": YES}, "separation_last_year"),
        ({"pregnancy": YES}, "pregnancy_or_new_baby"),
        ({"others_threaten": YES, "honour": YES}, "honour_based"),
        ({"low_mood": YES, "suicidal": YES}, "suicidal"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_a_panel_must_see_first_reaches_the_answers_of_the_referral(answers: dict[str, str], flag: str) -> None:
    assert flag in flags(**answers)


@pytest.mark.parametrize(
    ("further", "route"), [("a_child", "children_mash"), ("an_adult_at_risk", "adult_safeguarding")]
)
def test_whoever_else_was_hurt_is_safeguarded_whether_or_not_anybody_agrees(further: str, route: str) -> None:
    facts = assessed({"hurts_others": YES, further: YES})
    (triaged,) = [fact for fact in facts if isinstance(fact, ReferralTriaged)]
    assert route in {triaged.decision.primary.route, *(also.route for also in triaged.decision.also)}


def test_only_signs_on_which_something_hangs_leave_the_seal() -> None:
    def signs(heeded: frozenset[str] | None) -> tuple[str, ...]:
        (fact,) = [
            each for each in assessed({"frightened": YES, "money": YES}, heeded) if isinstance(each, RiskAssessed)
        ]
        return fact.signs

    assert signs(None) == ("dash.money",)
    assert signs(frozenset()) == ()


def test_a_sign_stays_though_it_is_answered_otherwise_later() -> None:
    file = ABUSE.fold([*OPENED, *assessed({"money": YES}), *assessed({})])
    assert handled(file) == {"economic_abuse"}


def test_a_case_is_not_closed_while_a_duty_of_the_checklist_is_open() -> None:
    close = CloseCase(at=at(28), referral_id="referral-1", reason="resolved")
    with pytest.raises(DutyStillOpen, match="tell the police today"):
        strands.refuse_with_open_duties(close, file_after(threats_to_kill=YES), the_handlings())
    strands.refuse_with_open_duties(close, file_after(money=YES), the_handlings())


def test_before_its_first_day_nothing_hangs_on_an_answer() -> None:
    assert the_handlings().signs_on(date(2026, 11, 22)) == frozenset()
    assert handled(file_after(money=YES), date(2026, 11, 22)) == set()
