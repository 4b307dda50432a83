"""The safety plan: actions with an owner and a day, looked at again in time and after each move."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from services.triage.domain.asb.days import day_of
from services.triage.domain.asb.law import InForce
from services.triage.domain.support.commands import AgreeSafetyAction, EndSafetyAction, ReviewSafetyPlan
from services.triage.domain.support.events import SafetyActionAgreed, SafetyActionEnded, SafetyPlanReviewed
from services.triage.domain.support.file import SupportFile, ids, protects, supported
from services.triage.domain.support.practice import SupportPractice
from services.triage.domain.support.refusals import ActionOver, NoLawThatDay
from shared.kernel.messages import Fact
from shared.kernel.personal import Identity, Narrative, private
from shared.kernel.refusals import FieldError, InvalidInput

LONGEST_WORDS = 2_000


def agree_safety_action(command: AgreeSafetyAction, file: SupportFile) -> Sequence[Fact]:
    """Who, what, by when: an action that lacks one of them is none."""
    standing = protects(file, command.person_id)
    if errors := list(_missing(command)):
        raise InvalidInput(errors)
    assert command.due_on is not None
    agreed = SafetyActionAgreed(
        action_id=command.action_id,
        person_id=command.person_id,
        text=private(command.person_id, Narrative, command.text.strip()),
        agency=command.agency,
        owner=private(command.person_id, Identity, command.owner.strip()),
        due_on=command.due_on,
        **ids(standing),
    )
    return (agreed,)


def end_safety_action(command: EndSafetyAction, file: SupportFile) -> Sequence[Fact]:
    """Not possible any more is something else than not undertaken."""
    standing = supported(file)
    if command.action_id not in {each.action_id for each in file.actions if each.result is None}:
        raise ActionOver
    return (SafetyActionEnded(action_id=command.action_id, result=command.result, **ids(standing)),)


def review_safety_plan(
    command: ReviewSafetyPlan, file: SupportFile, practice: InForce[SupportPractice]
) -> Sequence[Fact]:
    """Looked at today, and again by the day that practice says."""
    standing, today = supported(file), day_of(command.at)
    agreed = practice.on(today)
    if agreed is None:
        raise NoLawThatDay
    next_on = today + timedelta(days=agreed.review_plan_days)
    return (SafetyPlanReviewed(reviewed_at=command.at, next_on=next_on, **ids(standing)),)


def _missing(command: AgreeSafetyAction) -> Iterator[FieldError]:
    for name, text, says in (
        ("text", command.text, "Say what is to be done."),
        ("owner", command.owner, "Say who does it: a name or an office."),
    ):
        if not text.strip():
            yield FieldError(f"/{name}", "missing", says)
        elif len(text) > LONGEST_WORDS:
            yield FieldError(f"/{name}", "too_long", f"Use at most {LONGEST_WORDS} characters.")
    if command.due_on is None:
        yield FieldError("/due_on", "missing", "Say by which day it is to be done.")
    elif command.due_on < day_of(command.at):
        yield FieldError("/due_on", "in_past", "This day is over. Give a day from today on.")
