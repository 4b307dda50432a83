"""What a worker of a programme may record, as data: what is asked, and the command it becomes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.triage.domain.programme import commands as asked
from services.triage.web.fields import AREA, CHOICE, DAY, Field, day_stands
from services.triage.web.programme.wording import ATTENDANCE, DANGERS, RESULTS, TAKEN
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id

_TOLD_AT_ONCE = "The adviser of whoever is harmed is told at once, by a code and without a word of this record."
_Base = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ProgrammeTask:
    """One form: its heading and button, what it explains, its fields, and the command that what was typed becomes."""

    title: str
    button: str
    fields: Sequence[Field]
    command: Callable[[_Base, Mapping[str, Any]], Command]
    lead: Sequence[str] = ()
    states: Sequence[str] = ("taken",)


PROGRAMME_TASKS: dict[str, ProgrammeTask] = {
    "decide": ProgrammeTask(
        "Does the programme take them?",
        "Record it",
        (Field("taken", "What was decided?", CHOICE, choices=TAKEN), Field("text", "Why", AREA)),
        lambda base, typed: asked.DecideOnProgramme(**base, taken=typed["taken"] == "yes", text=typed["text"]),
        ("Where it does not, the adviser of whoever is harmed is told so that nobody relies on it.",),
        ("referred",),
    ),
    "session": ProgrammeTask(
        "A session",
        "Record it",
        (
            Field("session", "On which day?", DAY),
            Field("attendance", "Did they come?", CHOICE, choices=ATTENDANCE),
        ),
        lambda base, typed: asked.RecordSession(**base, session_on=typed["session"], attendance=typed["attendance"]),
        (f"Where they did not come, and were not excused beforehand: {_TOLD_AT_ONCE[:1].lower()}{_TOLD_AT_ONCE[1:]}",),
    ),
    "note": ProgrammeTask(
        "A note",
        "Keep it",
        (Field("text", "What is to be kept", AREA, "Sealed, and read on this side of the wall alone."),),
        lambda base, typed: asked.WriteProgrammeNote(**base, note_id=new_id(), text=typed["text"]),
        states=("referred", "taken", "refused", "ended"),
    ),
    "danger": ProgrammeTask(
        "There is danger",
        "Tell the adviser now",
        (Field("because", "What is it?", CHOICE, choices=DANGERS),),
        lambda base, typed: asked.SignalDanger(**base, because=typed["because"]),
        ("If somebody is in danger now, ring 999 first.", _TOLD_AT_ONCE),
        ("referred", "taken", "refused", "ended"),
    ),
    "end": ProgrammeTask(
        "The programme ends for them",
        "Record it",
        (Field("result", "How does it end?", CHOICE, choices=RESULTS),),
        lambda base, typed: asked.EndProgramme(**base, result=typed["result"]),
        (f"Where it was not brought to its end: {_TOLD_AT_ONCE[:1].lower()}{_TOLD_AT_ONCE[1:]}",),
        ("referred", "taken"),
    ),
}


def values_at_first(task: ProgrammeTask, now: datetime) -> dict[str, str]:
    """What a form shows before anything was typed: a session is mostly today's."""
    days = [each.name for each in task.fields if each.kind == DAY]
    return {name: value for day in days for name, value in day_stands(now.date(), day).items()}
