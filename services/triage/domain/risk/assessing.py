"""A risk tool is completed: who may, what was asked first, what the answers come to, what triage learns from them."""

from collections.abc import Container, Iterator, Mapping, Sequence

import msgspec

from services.triage.domain.assessment import triaged
from services.triage.domain.events import AnswersAdded, AnswerValue, Words
from services.triage.domain.judging import Judge
from services.triage.domain.panel_news import news_for_panels
from services.triage.domain.protection import Protection
from services.triage.domain.risk.checks import refuse_incomplete, refuse_unreadable
from services.triage.domain.risk.commands import CompleteRiskAssessment, KeepRiskAnswers
from services.triage.domain.risk.events import Given, GivenAnswers, RiskAnswersKept, RiskAssessed
from services.triage.domain.risk.refusals import ToolNotForThisCase, TooYoungForTool
from services.triage.domain.risk.register import RiskRegister
from services.triage.domain.risk.signs import signs_of
from services.triage.domain.risk.tools import HIGH, NO, YES, Scored, Tool
from services.triage.domain.state import Assessed
from services.triage.domain.values import UNKNOWN
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, Sensitive, private

OUR_WORDS = "ours"


def keep_risk_answers(
    command: KeepRiskAnswers, state: Protection, tool: Tool, register: RiskRegister
) -> Sequence[Fact]:
    """Put down what there is; the same rules say who may, and that every answer is one."""
    standing = state.open
    refuse_unfit(state, tool)
    register.require(command.by, tool.training, command.today)
    refuse_unreadable(command, tool)
    given = _given(command, standing, tool, register)
    referral = standing.referral
    return (
        RiskAnswersKept(referral_id=referral.referral_id, reference=referral.reference, title=tool.title, given=given),
    )


def complete_risk_assessment(
    command: CompleteRiskAssessment,
    state: Protection,
    tool: Tool,
    register: RiskRegister,
    judge: Judge,
    heeded: Container[str] = (),
) -> Sequence[Fact]:
    """The assessment with what triage learns from it, judged again in the same breath; panels hear what is new.

    `heeded` are the signs on which something to be done hangs; they alone leave the seal.
    """
    standing, before = state.open, state.assessed.get(tool.id)
    if before is not None and before.assessment_id == command.assessment_id:
        return ()
    refuse_unfit(state, tool)
    register.require(command.by, tool.training, command.today)
    scored = tool.score(command.answers)
    refuse_incomplete(command, tool, scored)
    assessed = msgspec.structs.replace(
        _assessed(command, standing, tool, register, scored, before),
        signs=tuple(sign for sign in signs_of(tool, command.answers, scored) if sign in heeded),
    )
    learnt = answers_fed(command, tool, scored, standing.answers)
    if not learnt:
        return (assessed,)
    added = AnswersAdded(
        referral_id=standing.referral.referral_id, answers=learnt, words=_words(command, tool, standing)
    )
    again = triaged(standing, standing.answers | learnt, judge)
    return (assessed, added, *again, *news_for_panels(state, again))


def refuse_unfit(state: Protection, tool: Tool) -> None:
    """Raises a refusal where the tool is not for such a case, or not for somebody of that age."""
    if state.pathway not in tool.pathways:
        raise ToolNotForThisCase
    age = state.open.answers.get("victim_age")
    if tool.from_age is not None and isinstance(age, int) and age < tool.from_age:
        raise TooYoungForTool


def answers_fed(
    command: CompleteRiskAssessment, tool: Tool, scored: Scored, known: Mapping[str, AnswerValue]
) -> dict[str, AnswerValue]:
    """What changes in the answers of the referral. A yes always counts; a no only where nothing was known before."""
    said: dict[str, str] = dict(tool.fed(command.answers))
    if tool.judged is not None:
        said[tool.judged.high] = YES if command.judged == HIGH else NO
    learnt: dict[str, AnswerValue] = {
        name: value
        for name, value in said.items()
        if (value == YES and known.get(name) != YES) or (value == NO and known.get(name) in (None, UNKNOWN))
    }
    if tool.counts is not None and _counts(known.get(tool.counts.yes), scored):
        counted = {tool.counts.yes: scored.yes, tool.counts.unanswered: scored.unanswered}
        learnt |= {name: count for name, count in counted.items() if known.get(name) != count}
    return learnt


def _counts(stood: AnswerValue, scored: Scored) -> bool:
    """Whether a count takes the place of the one that stands; a lower one only where nothing open could make it up."""
    return not isinstance(stood, int) or scored.yes >= stood or scored.yes + scored.unanswered < stood


def _assessed(
    command: CompleteRiskAssessment,
    standing: Assessed,
    tool: Tool,
    register: RiskRegister,
    scored: Scored,
    before: RiskAssessed | None,
) -> RiskAssessed:
    why = command.why.strip()
    return RiskAssessed(
        referral_id=standing.referral.referral_id,
        reference=standing.referral.reference,
        assessment_id=command.assessment_id,
        title=tool.title,
        given=_given(command, standing, tool, register),
        answered_by=command.answered_by,
        gates=tuple(code for code in tool.gates if command.gates.get(code) == YES),
        score=scored.score,
        yes=scored.yes,
        unanswered=scored.unanswered,
        band=scored.band.code if scored.band else None,
        grade=scored.band.grade if scored.band else "not_graded",
        could_be=scored.could_be.code if scored.could_be else None,
        escalators=scored.escalators,
        clusters=scored.clusters,
        judged=command.judged,
        why=private(standing.subject(), Narrative, why) if why else None,
        compared=compared(tool, scored, before),
        before=before.assessment_id if before else None,
    )


def compared(tool: Tool, scored: Scored, before: RiskAssessed | None) -> str:
    """How this is to the last completion; editions are not compared, since their questions are not the same."""
    if before is None:
        return "first"
    if before.given.version != tool.version:
        return "other_edition"
    difference = scored.score - before.score
    return "same" if not difference else "higher" if difference > 0 else "lower"


def _given(
    command: KeepRiskAnswers | CompleteRiskAssessment, standing: Assessed, tool: Tool, register: RiskRegister
) -> Given:
    licensed = register.licensed.get(tool.id)
    theirs = licensed is not None and licensed.version == tool.version
    answers = GivenAnswers(
        answers=dict(_asked(command.answers, tool)),
        sources=command.sources,
        words={code: text.strip() for code, text in command.words.items() if text.strip()},
        whereabouts=command.whereabouts.strip(),
    )
    text = msgspec.json.encode(answers).decode()
    return Given(
        tool=tool.id,
        version=tool.version,
        wording=licensed.edition if licensed is not None and theirs else OUR_WORDS,
        answers=private(standing.subject(), Sensitive, text),
    )


def _asked(answers: Mapping[str, str], tool: Tool) -> Iterator[tuple[str, str]]:
    """The answers that stand: what is asked further only after a yes."""
    for question in tool.questions:
        if question.code in answers:
            yield question.code, answers[question.code]
        if answers.get(question.code) == YES:
            yield from ((part.code, answers[part.code]) for part in question.follow if part.code in answers)


def _words(command: CompleteRiskAssessment, tool: Tool, standing: Assessed) -> tuple[Words, ...]:
    why = command.why.strip()
    if tool.judged is None or command.judged != HIGH or not why:
        return ()
    return (Words(name=tool.judged.why, text=private(standing.subject(), Narrative, why)),)
