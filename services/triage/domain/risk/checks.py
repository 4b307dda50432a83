"""What an assessment must hold before it counts: answers that are answers, the gates, a judgement, and its reasons."""

from collections.abc import Iterator

from services.triage.domain.risk.commands import CompleteRiskAssessment, KeepRiskAnswers
from services.triage.domain.risk.tools import HIGH, NO, NOT_ASKED, OPEN, YES, Scored, Tool
from shared.kernel.refusals import FieldError, InvalidInput

# Who may have answered; with the first two somebody talked, so the gates come before.
ANSWERED_BY = ("victim", "family_or_friend", "professional", "records", "other")
SPOKEN_WITH = ("victim", "family_or_friend")
JUDGED = ("standard", "medium", "high")
LONGEST_WORDS = 2_000
WHEREABOUTS = "whereabouts"


def refuse_unreadable(command: KeepRiskAnswers | CompleteRiskAssessment, tool: Tool) -> None:
    """Raises InvalidInput for what is no answer to a question of this tool."""
    if errors := list(_unreadable(command, tool)):
        raise InvalidInput(errors)


def refuse_incomplete(command: CompleteRiskAssessment, tool: Tool, scored: Scored) -> None:
    """Raises InvalidInput with everything that is missing, each at its field."""
    errors = [*_unreadable(command, tool), *_gates(command, tool), *_judgement(command, tool, scored)]
    if all(command.answers.get(question.code, NOT_ASKED) == NOT_ASKED for question in tool.questions):
        errors.append(FieldError("/answers", "nothing_given", "Answer at least one question."))
    if errors:
        raise InvalidInput(errors)


def spoke_with_somebody(command: KeepRiskAnswers | CompleteRiskAssessment) -> bool:
    """Whether any answer came from talking to somebody at risk, or close to them."""
    return bool({command.answered_by, *command.sources.values()} & set(SPOKEN_WITH))


def _unreadable(command: KeepRiskAnswers | CompleteRiskAssessment, tool: Tool) -> Iterator[FieldError]:
    questions = {question.code: question for question in tool.questions}
    further = {part.code for question in tool.questions for part in question.follow}
    if command.answered_by not in ANSWERED_BY:
        yield FieldError("/answered_by", "missing", "Say who answers the questions.")
    for code, value in command.answers.items():
        question = questions.get(code)
        taken = question.takes(value) if question else code in further and value in (YES, NO, *OPEN)
        if not taken:
            says = f"Give a whole number up to {question.most}." if question and question.most else None
            yield FieldError(f"/answers/{code}", "unknown_value", says or "Choose one of the answers.")
    for code, source in command.sources.items():
        if code not in questions or source not in ANSWERED_BY:
            yield FieldError(f"/sources/{code}", "unknown_value", "Choose who gave this answer.")
    for name, text in (*command.words.items(), (WHEREABOUTS, command.whereabouts)):
        if len(text) > LONGEST_WORDS:
            at = f"/{name}" if name == WHEREABOUTS else f"/words/{name}"
            yield FieldError(at, "too_long", f"Use at most {LONGEST_WORDS} characters.")


def _gates(command: CompleteRiskAssessment, tool: Tool) -> Iterator[FieldError]:
    """Nobody is asked before it is safe; what comes from a file needs no gate."""
    if not spoke_with_somebody(command):
        return
    for code in tool.gates:
        if command.gates.get(code) == NO:
            says = "Stop here: do not ask now. Keep what there is, and agree a time and a way that are safe."
            yield FieldError(f"/gates/{code}", "gate_shut", says)
        elif command.gates.get(code) != YES:
            yield FieldError(f"/gates/{code}", "missing", "This comes before the questions. Say yes or no.")
    if WHEREABOUTS in tool.gates and command.gates.get(WHEREABOUTS) == YES and not command.whereabouts.strip():
        yield FieldError(f"/{WHEREABOUTS}", "missing", "Write down where they are now.")


def _judgement(command: CompleteRiskAssessment, tool: Tool, scored: Scored) -> Iterator[FieldError]:
    if command.judged not in JUDGED:
        yield FieldError("/judged", "missing", "Say how you judge the risk. The tool guides you and does not decide.")
        return
    if len(command.why) > LONGEST_WORDS:
        yield FieldError("/why", "too_long", f"Use at most {LONGEST_WORDS} characters.")
    if not command.why.strip() and (says := _reason_needed(command.judged, tool, scored)):
        yield FieldError("/why", "missing", says)


def _reason_needed(judged: str, tool: Tool, scored: Scored) -> str | None:
    """Why a reason is asked for; None where the judgement is what the answers come to."""
    grade = scored.band.grade if scored.band else "not_graded"
    if grade not in (judged, "not_graded"):
        return "Your judgement is not what the answers come to. Say why, so that others can follow it."
    if grade == "not_graded" and judged == HIGH:
        return "Say why you judge the risk to be high, since the answers make no high score of their own."
    if judged != HIGH and scored.clusters:
        says = {cluster.code: cluster.says for cluster in tool.clusters}[scored.clusters[0]]
        return f"{says}. Say why you do not judge the risk to be high."
    return None
