"""The enforcement ladder: a step is recorded where the law of its day allows it, else refused in plain words.

Nothing is issued here. A person, or a court, has done it; what the law did not allow is not recorded as done.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from services.triage.domain.asb.commands import ConsiderVulnerability, EndStep, NameSubject, TakeStep
from services.triage.domain.asb.conditions import Asking, Unmet, earliest_end, latest_end, said, unmet, young
from services.triage.domain.asb.days import day_of, end_of, heard_by
from services.triage.domain.asb.events import StepEnded, StepTaken, SubjectNamed, VulnerabilityConsidered
from services.triage.domain.asb.file import CaseFile, worked_on
from services.triage.domain.asb.law import InForce, Law, Tool
from services.triage.domain.asb.refusals import (
    LawDoesNotAllow,
    NoLawThatDay,
    PersonNotInReferral,
    StepNotInForce,
    SubjectNotKnown,
)
from services.triage.domain.asb.register import Authorities, Orders
from shared.kernel.messages import Fact
from shared.kernel.personal import Identity, Narrative, private


def name_subject(command: NameSubject, file: CaseFile) -> Sequence[Fact]:
    """Say whom or what it would be addressed to. The name stands under that person's key, or under the teller's."""
    standing = worked_on(file)
    referral = standing.referral
    if command.person_id is not None and command.person_id not in {each.person_id for each in referral.people}:
        raise PersonNotInReferral
    known = command.model_dump(include={"subject_id", "kind", "person_id", "age", "age_known_on", "age_source"})
    whose = command.person_id or standing.subject()
    called = private(whose, Identity, command.called)
    return [
        SubjectNamed(referral_id=referral.referral_id, reference=referral.reference, called=called, **known),
    ]


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
    """Record what came of it, once."""
    referral = worked_on(file).referral
    step = next((each for each in file.steps if each.step_id == command.step_id), None)
    if step is None or step.result is not None:
        raise StepNotInForce
    ids = {"referral_id": referral.referral_id, "reference": referral.reference}
    return [StepEnded(step_id=step.step_id, tool=step.tool, result=command.result, **ids)]


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
    if missing := [each for each in tool.confirms if each not in command.confirmed]:
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
