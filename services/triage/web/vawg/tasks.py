"""What may be recorded on a case of abuse, as data: what is asked, and the command it becomes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.triage.application.vawg_room import Handled, StepShown, VawgRoom
from services.triage.domain.state import Assessed
from services.triage.domain.vawg.file import AbuseFile
from services.triage.web.fields import Field
from shared.kernel.handling import Command
from shared.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class AbuseSeat:
    """What a form needs to know: the case's file, who sits here, and what was chosen in the address."""

    room: VawgRoom
    file: AbuseFile
    standing: Assessed
    handled: Sequence[Handled]
    strands: Mapping[str, str]
    people: Mapping[str, str]
    officer: str
    now: datetime
    chosen: Mapping[str, str]

    def base(self) -> dict[str, Any]:
        """What every command on a case carries."""
        return {"at": self.now, "referral_id": self.standing.referral.referral_id, "by": self.officer}

    def step(self) -> tuple[Handled, StepShown]:
        """The step in the address. NotFound where the case has none such."""
        wanted = (self.chosen.get("handling"), self.chosen.get("step"))
        for each in self.handled:
            for shown in each.steps:
                if (each.handling.code, shown.step.code) == wanted:
                    return each, shown
        raise NotFound


@dataclass(frozen=True, slots=True)
class AbuseTask:
    """One form: its heading and button, what it explains, its fields, and the command that what was typed becomes."""

    title: Callable[[AbuseSeat], str]
    button: str
    fields: Callable[[AbuseSeat], Sequence[Field]]
    command: Callable[[AbuseSeat, Mapping[str, Any]], Command]
    lead: Callable[[AbuseSeat], Sequence[str]] = lambda seat: ()


def always(text: str) -> Callable[[AbuseSeat], str]:
    """A heading that is the same whatever was chosen."""
    return lambda seat: text


def saying(*paragraphs: str) -> Callable[[AbuseSeat], Sequence[str]]:
    """An explanation that is the same whatever was chosen."""
    return lambda seat: paragraphs
