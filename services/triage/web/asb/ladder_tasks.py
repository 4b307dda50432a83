"""The forms of enforcement: on whom, whether they are vulnerable, what was served and what came of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.triage.domain.asb import commands as asked
from services.triage.domain.asb.asking import to_confirm
from services.triage.domain.asb.days import day_of
from services.triage.domain.asb.file import Step
from services.triage.domain.asb.ladder import results_of
from services.triage.domain.asb.law import Tool
from services.triage.web.asb import wording
from services.triage.web.asb.tasks import Seat, Task, lead, titled
from services.triage.web.fields import AREA, CHOICE, DAY, MOMENT, MONEY, NUMBER, TEXT, TICK, Field
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import NotFound
from shared.web.formats import full_date


def _subject_fields(seat: Seat) -> Sequence[Field]:
    return (
        Field("kind", "What is it addressed to?", CHOICE, choices=wording.SUBJECT_KINDS),
        Field(
            "person",
            "Who of the referral is it?",
            CHOICE,
            "Leave it open where the person is not in the referral.",
            choices=seat.people,
            optional=True,
        ),
        Field("called", "Name, or how we call them", TEXT, "Such as: the occupier of number 14. It is sealed."),
        Field(
            "age",
            "Age of the person, in years",
            NUMBER,
            "Leave it empty where it is not known.",
            optional=True,
            most=120,
        ),
        Field("known_on", "Known on which day?", DAY, optional=True),
        Field("source", "How is the age known?", CHOICE, choices=wording.AGE_SOURCES, optional=True),
    )


def _subject(seat: Seat, typed: Mapping[str, Any]) -> Command:
    person, age = typed["kind"] == "individual", typed["age"]
    aged = person and age is not None
    return asked.NameSubject(
        **seat.base(),
        subject_id=seat.pick("subject", seat.subjects) if seat.chosen.get("subject") else new_id(),
        kind=typed["kind"],
        person_id=typed["person"] if person else None,
        called=typed["called"],
        age=age if aged else None,
        age_known_on=(typed["known_on"] or day_of(seat.now)) if aged else None,
        age_source=typed["source"] if aged else None,
    )


def _vulnerability(seat: Seat, typed: Mapping[str, Any]) -> Command:
    subject_id = seat.pick("subject", seat.subjects)
    return asked.ConsiderVulnerability(**seat.base(), subject_id=subject_id, finding=typed["finding"])


def tool_of(seat: Seat) -> Tool:
    """The tool that was chosen, in the law of today. NotFound where there is none."""
    law = seat.room.law(day_of(seat.now))
    tool = law.tool(seat.chosen.get("tool", "")) if law else None
    if tool is None:
        raise NotFound
    return tool


def _step_title(seat: Seat) -> str:
    return f"{tool_of(seat).label}: {seat.subjects[seat.pick('subject', seat.subjects)]}"


def _step_lead(seat: Seat) -> Sequence[str]:
    tool = tool_of(seat)
    return (
        f"{tool.law}. {tool.breach}",
        "Record it when it has been served. Nothing is issued here: a person decides, and signs."
        if not tool.court
        else "Record what the court decided.",
    )


def _step_fields(seat: Seat) -> Sequence[Field]:
    tool = tool_of(seat)
    served = "When did the court make it?" if tool.court else "When was it served?"
    fields = [Field("served", served, MOMENT)]
    if tool.authority:
        fields.append(Field("issuer", "Who issued it?", CHOICE, choices=_issuers(seat, tool), hint=_NOBODY))
    if tool.gives_time:
        fields.append(Field("comply_by", "Last day to comply", DAY))
    if tool.court:
        limited = tool.longest_months is not None
        fields.append(Field("until", "Last day of the order", DAY, optional=not limited))
    fields += [Field(each, wording.confirmed(each), TICK) for each in _to_confirm(seat)]
    fields.append(Field("text", "What it asks for", AREA, "To stop, to do or to achieve. It is sealed.", optional=True))
    return fields


_A_YEAR = 366
_NOBODY = "Those whom the register of authority has named for it; whether that counted on the day is checked."


def _to_confirm(seat: Seat) -> tuple[str, ...]:
    """Also what is asked of whoever was younger a while ago, when it may have been served."""
    subject = seat.file.subject(seat.pick("subject", seat.subjects))
    tool, day = tool_of(seat), date.fromordinal(day_of(seat.now).toordinal() - _A_YEAR)
    return to_confirm(tool, subject, day) if subject else tool.confirms


def _issuers(seat: Seat, tool: Tool) -> dict[str, str]:
    """Whoever was ever named: what was served under an authority that has ended since is recorded too."""
    holders = seat.room.authorities().ever(tool.code)
    return {each: seat.officers.get(each) or wording.PARTNERS.get(each, each) for each in holders} or {
        seat.officer: seat.officers.get(seat.officer, "You")
    }


def _step(seat: Seat, typed: Mapping[str, Any]) -> Command:
    tool = tool_of(seat)
    return asked.TakeStep(
        **seat.base(),
        step_id=new_id(),
        subject_id=seat.pick("subject", seat.subjects),
        tool=tool.code,
        served_at=typed["served"],
        issued_by=typed.get("issuer"),
        comply_by=typed.get("comply_by"),
        until_on=typed.get("until"),
        confirmed=tuple(each for each in _to_confirm(seat) if typed[each]),
        text=typed["text"] or "",
    )


def _open_step(seat: Seat) -> Step:
    found = next((each for each in seat.file.steps if each.step_id == seat.chosen.get("step")), None)
    if found is None:
        raise NotFound
    return found


def _ended_title(seat: Seat) -> str:
    step = _open_step(seat)
    return f"What came of it: {wording.tool(step.tool)} of {full_date(step.served_at)}"


def _end_fields(seat: Seat) -> Sequence[Field]:
    step = _open_step(seat)
    results = {each: wording.RESULTS[each] for each in results_of(step)}
    if not step.amount_pence:
        return (Field("result", "What came of it?", CHOICE, choices=results),)
    owed = f"£{step.owed(day_of(seat.now)) / 100:.2f} is due today."
    return (
        Field("result", "What came of it?", CHOICE, choices=results | {"ended": "It is not followed any further"}),
        Field("paid_on", "If it was paid, when?", DAY, optional=True),
        Field("paid", "If it was paid, how much, in pounds?", MONEY, owed, optional=True, most=10_000),
    )


def _end(seat: Seat, typed: Mapping[str, Any]) -> Command:
    step_id = _open_step(seat).step_id
    paid_on, pence = typed.get("paid_on"), typed.get("paid")
    return asked.EndStep(**seat.base(), step_id=step_id, result=typed["result"], paid_on=paid_on, paid_pence=pence)


LADDER_TASKS: dict[str, Task] = {
    "subject": Task(
        titled("Whom or what it would be addressed to"),
        "Save",
        _subject_fields,
        _subject,
        lead(
            "A person under 16 is a child first: a child goes to children’s services, not to enforcement.",
            "The age is kept, never a date of birth.",
        ),
    ),
    "vulnerability": Task(
        titled("Is the person vulnerable?"),
        "Record it",
        lambda seat: (Field("finding", "What came of it?", CHOICE, choices=wording.VULNERABLE),),
        _vulnerability,
        lead(
            "Ask this before anything is served. Where needs are complex the Community MARAC is asked first.",
        ),
    ),
    "step": Task(_step_title, "Record it", _step_fields, _step, _step_lead),
    "step-end": Task(
        _ended_title,
        "Record it",
        _end_fields,
        _end,
    ),
}
