"""Commands about risk and disclosure as they are dispatched: who is trained is read anew, and silences are ended."""

from typing import Any

import pytest

from services.triage.application.protection_handlers import protection_commands
from services.triage.domain.assessment import DECIDER, open_assessment
from services.triage.domain.commands import OpenAssessment
from services.triage.domain.desk.events import SilenceAnswered, SilenceNoted
from services.triage.domain.desk.silence import ACT, ASSESSMENT, kinds_of
from services.triage.domain.protection import PROTECTION, Protection
from services.triage.domain.risk.commands import CompleteRiskAssessment
from services.triage.domain.risk.refusals import NotTrained, ToolNotForThisCase
from services.triage.domain.risk.register import RiskRegister
from shared.kernel.handling import Command
from shared.kernel.messages import Fact
from tests.support.builders.protection import TODAY, TOOLS, WORDINGS, completed, considered, told, trained
from tests.support.builders.triage import ABUSE, MONDAY, NOW, a_referral, the_judge
from tests.support.builders.vawg import the_handlings

HIGH = a_referral(**{**ABUSE, "answers": {**ABUSE["answers"], "dash_yes_count": 15}}, victim_id="person-2")
NOTED = SilenceNoted(
    referral_id="referral-1",
    reference=HIGH.reference,
    rule="not_assessed_again",
    awaits=ASSESSMENT,
    priority="urgent",
    since_at=MONDAY,
    due_at=MONDAY,
    rules_version="desk-2026-04-01",
)


def state() -> Protection:
    opening = OpenAssessment(at=NOW, referral=HIGH)
    return PROTECTION.fold([*open_assessment(opening, DECIDER.initial, the_judge()), NOTED])


def decided(command: Command, register: RiskRegister | None = None) -> list[Fact]:
    table = protection_commands(the_judge(), TOOLS, WORDINGS, lambda: register or trained(), the_handlings().signs_on)
    handler = table[type(command)]
    assert handler.stream(command) == "assessment-referral-1"
    assert handler.about(command, None) == ("referral-1",)
    return list(handler.decide(command, state()))


def test_an_assessment_ends_the_silence_that_waited_for_one_even_where_it_taught_nothing() -> None:
    facts = decided(completed())
    assert facts[-1] == SilenceAnswered(referral_id="referral-1", reference=HIGH.reference, rule="not_assessed_again")
    assert kinds_of(facts[0]) == {ASSESSMENT, ACT}


@pytest.mark.parametrize("command", [told(), considered()], ids=["basis", "threshold"])
def test_whoever_writes_something_down_has_acted_and_has_not_assessed(command: Any) -> None:
    facts = decided(command)
    assert kinds_of(facts[0]) == {ACT}
    assert not [fact for fact in facts[:1] if isinstance(fact, SilenceAnswered)]


def test_who_is_trained_is_read_with_each_command() -> None:
    with pytest.raises(NotTrained):
        decided(completed(), RiskRegister())


def test_a_tool_that_is_not_in_force_on_the_day_is_for_no_case() -> None:
    unknown = completed().model_copy(update={"tool": "tea_leaves"})
    with pytest.raises(ToolNotForThisCase):
        decided(unknown)
    early: CompleteRiskAssessment = completed().model_copy(update={"today": TODAY.replace(year=2015)})
    with pytest.raises(ToolNotForThisCase):
        decided(early)
