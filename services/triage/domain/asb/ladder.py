"""The enforcement ladder: a step is recorded where the law of its day allows it, else refused in plain words.

Nothing is issued here. A person, or a court, has done it; what the law did not allow is not recorded as done.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from services.triage.domain.asb.asking import Asking, earliest_end, latest_end, to_confirm, young
from services.triage.domain.asb.commands import ConsiderVulnerability, EndStep, NameSubject, TakeStep
from services.triage.domain.asb.conditions import Unmet, said, unmet
from services.triage.domain.asb.days import day_of, end_of, heard_by
from services.triage.domain.asb.events import StepEnded, StepTaken, SubjectNamed, VulnerabilityConsidered
from services.triage.domain.asb.file import PAID, CaseFile, Step, worked_on
from services.triage.domain.asb.law import InForce, Law, Tool
from services.triage.domain.asb.refusals import (
    AgeNotShown,
    LawDoesNotAllow,
    NoLawThatDay,
    NotOfThisStep,
    NotPaidInFull,
    PersonNotInReferral,
    StepNotInForce,
    SubjectIsSomebodyElse,
    SubjectNotKnown,
)
from services.triage.domain.asb.register import Authorities, Orders
from services.triage.domain.state import Assessed
from shared.kernel.messages import Fact
from shared.kernel.personal import Identity, Narrative, private

_OF_PENALTIES = (PAID, "withdrawn", "ended")
_OF_OTHERS = ("complied", "breached", "withdrawn", "quashed", "refused_by_court", "ended")


def name_subject(command: NameSubject, file: CaseFile) -> Sequence[Fact]:
    """Say whom or what it would be addressed to. The name stands under that person's key, or under the teller's."""
    standing = worked_on(file)
    referral = standing.referral
    if command.person_id is not None and command.person_id not in {each.person_id for each in referral.people}:
        raise PersonNotInReferral
    _refuse_guessed_age(command)
    _refuse_somebody_else(command, file)
    known = command.model_dump(include={"subject_id", "kind", "person_id", "age", "age_known_on", "age_source"})
    whose = command.person_id or standing.subject()
    called = private(whose, Identity, command.called)
    return [
        SubjectNamed(referral_id=referral.referral_id, reference=referral.reference, called=called, **known),
    ]


def _refuse_guessed_age(command: NameSubject) -> None:
    shown = command.age_source is not None and (command.age_known_on or date.max) <= day_of(command.at)
    if command.age is not None and not shown:
        raise AgeNotShown


def _refuse_somebody_else(command: NameSubject, file: CaseFile) -> None:
    """Whoever was an occupier without a name may be found out; whoever has one stays that person."""
    before = file.subject(command.subject_id)
    if before is None or all(step.subject_id != before.subject_id for step in file.steps):
        return
    if before.kind != command.kind or before.person_id not in (None, command.person_id):
        raise SubjectIsSomebodyElse


def consider_vulnerability(command: ConsiderVulnerability, file: CaseFile) -> Sequence[Fact]:
    """Record that somebody asked whether the person is vulnerable, before anything is served."""
    referral = worked_on(file).referral
    if file.subject(command.subject_id) is None:
        raise SubjectNotKnown
    return [
        VulnerabilityConsidered(
            referral_id=referral.referral_id,
            reference=referral.reference,
            subject_id=command.subject_id,
            finding=command.finding,
            considered_by=command.by,
        )
    ]


def take_step(command: TakeStep, file: CaseFile, laws: InForce[Law]) -> Sequence[Fact]:
    """Record what a person or a court did, where every condition of the law of that day holds; else all that do not."""
    standing = worked_on(file)
    asking = asked(command, file, laws)
    failing = unmet(asking) or _form(command, asking)
    if failing:
        raise LawDoesNotAllow(" ".join(f"{each.says} {each.needs}" for each in failing))
    referral, tool, authority = standing.referral, asking.tool, asking.authority if asking.tool.authority else None
    whose = asking.subject.person_id or standing.subject()
    return [
        StepTaken(
            referral_id=referral.referral_id,
            reference=referral.reference,
            step_id=command.step_id,
            subject_id=command.subject_id,
            tool=tool.code,
            law_version=asking.law.version,
            served_at=command.served_at,
            recorded_by=command.by,
            issued_by=command.issued_by if tool.authority else None,
            authority_id=authority.authority_id if authority else None,
            comply_by=command.comply_by if tool.gives_time else None,
            order_id=asking.order.order_id if tool.order and asking.order else None,
            text=private(whose, Narrative, command.text) if command.text else None,
            **_clocks(tool, asking, command),
        )
    ]


def end_step(command: EndStep, file: CaseFile) -> Sequence[Fact]:
    """Record what came of it, once: also on a case that is closed, and where abuse was seen since.

    A penalty is paid and a notice quashed whatever has become of the case; nothing served on somebody who turns out to
    be harmed may be left in force because it was.
    """
    step, standing = next((each for each in file.steps if each.step_id == command.step_id), None), file.standing
    if step is None or step.result is not None or not isinstance(standing, Assessed):
        raise StepNotInForce
    _refuse_other_ends(command, step)
    paid = command.result == PAID
    return [
        StepEnded(
            referral_id=standing.referral.referral_id,
            reference=standing.referral.reference,
            step_id=step.step_id,
            tool=step.tool,
            result=command.result,
            paid_on=command.paid_on if paid else None,
            paid_pence=command.paid_pence if paid else None,
        )
    ]


def results_of(step: Step) -> tuple[str, ...]:
    """What may come of it: a penalty is paid, taken back or given up; anything else is kept to, broken or over."""
    return _OF_PENALTIES if step.amount_pence else _OF_OTHERS


def _refuse_other_ends(command: EndStep, step: Step) -> None:
    if command.result not in results_of(step):
        raise NotOfThisStep(
            "A penalty is paid, withdrawn or not followed any further. Choose one of these."
            if step.amount_pence
            else "Only a penalty is paid. Choose what came of it."
        )
    if command.result != PAID:
        return
    if command.paid_on is None or not day_of(step.served_at) <= command.paid_on <= day_of(command.at):
        raise NotOfThisStep("Give the day on which it was paid: not before it was served, and not to come.")
    owed = step.owed(command.paid_on)
    if (command.paid_pence or 0) < owed:
        raise NotPaidInFull(f"On that day £{owed / 100:.2f} was due. Record it once all of it is paid.")


def asked(command: TakeStep, file: CaseFile, laws: InForce[Law]) -> Asking:
    """The command as a question to the law of the day. Refuses where there is no such law, tool or subject."""
    law, subject = laws.on(day_of(command.served_at)), file.subject(command.subject_id)
    tool = law.tool(command.tool) if law else None
    if law is None or tool is None:
        raise NoLawThatDay
    if subject is None:
        raise SubjectNotKnown
    return Asking(
        file=file,
        law=law,
        tool=tool,
        subject=subject,
        at=command.served_at,
        authorities=command.authorities or Authorities(),
        orders=command.orders or Orders(),
        issued_by=command.issued_by,
        ward=worked_on(file).referral.ward,
    )


def _form(command: TakeStep, asking: Asking) -> list[Unmet]:
    """What must be given with the step."""
    found, law, tool, latest = [], asking.law, asking.tool, latest_end(asking)
    before = asking.earlier.served_at if asking.earlier else command.served_at
    if command.served_at > command.at or command.served_at < before:
        found.append(said(law, "times"))
    if tool.gives_time and (command.comply_by is None or command.comply_by <= asking.day):
        found.append(said(law, "time_given"))
    if latest is not None and (command.until_on is None or not asking.day <= command.until_on <= latest):
        months = tool.young_months if tool.young_months and young(asking) else None
        found.append(
            said(law, "young_until", months=months, latest=latest) if months else said(law, "until", latest=latest)
        )
    shortest = earliest_end(asking)
    if shortest is not None and command.until_on is not None and command.until_on < shortest[1]:
        found.append(said(law, "lasts_at_least", months=shortest[0], earliest=shortest[1]))
    confirm = to_confirm(tool, asking.subject, asking.day)
    if missing := [each for each in confirm if each not in command.confirmed]:
        found.append(said(law, "confirms", missing=missing))
    return found


def _clocks(tool: Tool, asking: Asking, command: TakeStep) -> dict[str, Any]:
    """The moments and days that follow from the service. Hours run on; only the hearing skips Christmas."""
    start = asking.first.served_at if tool.from_the_first and asking.first else command.served_at
    ends_at = start + timedelta(hours=tool.lasts_hours) if tool.lasts_hours else None
    hearing = asking.earlier.hearing_by_at if asking.earlier and tool.from_the_first else None
    return {
        "ends_at": ends_at or (end_of(command.until_on) if command.until_on and tool.court else None),
        "hearing_by_at": heard_by(command.served_at, tool.hearing_hours) if tool.hearing_hours else hearing,
        "amount_pence": tool.amount_pence,
        "pay_by": _later(asking.day, tool.pay_days),
        "early_pence": tool.early_pence,
        "early_by": _later(asking.day, tool.early_days),
        "appeal_by": _later(asking.day, tool.appeal_days),
    }


def _later(day: date, days: int | None) -> date | None:
    return day + timedelta(days=days) if days else None
