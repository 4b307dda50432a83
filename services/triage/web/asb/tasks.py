"""What an officer may do on a case of anti-social behaviour, as data: what is asked, and the command it becomes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.triage.application.asb_room import AsbRoom
from services.triage.domain.asb.file import CaseFile
from services.triage.web.fields import Field
from shared.kernel.handling import Command
from shared.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Seat:
    """What a form needs to know: the case's file, who is in it by person id, who sits here, and what was chosen.

    `chosen` are the codes and ids in the address: which subject, tool, step or side.
    """

    room: AsbRoom
    file: CaseFile
    referral_id: str
    people: Mapping[str, str]
    tellers: Mapping[str, str]
    subjects: Mapping[str, str]
    officers: Mapping[str, str]
    officer: str
    now: datetime
    chosen: Mapping[str, str]

    def base(self) -> dict[str, Any]:
        """What every command on a case carries."""
        return {"at": self.now, "referral_id": self.referral_id, "by": self.officer}

    def pick(self, name: str, among: Sequence[str] | Mapping[str, str]) -> str:
        """What was chosen in the address. NotFound for what is not there."""
        code = self.chosen.get(name, "")
        if code not in among:
            raise NotFound
        return code


@dataclass(frozen=True, slots=True)
class Task:
    """One form: its heading and button, what it explains, its fields, and the command that what was typed becomes."""

    title: Callable[[Seat], str]
    button: str
    fields: Callable[[Seat], Sequence[Field]]
    command: Callable[[Seat, Mapping[str, Any]], Command]
    lead: Callable[[Seat], Sequence[str]] = lambda seat: ()


def titled(text: str) -> Callable[[Seat], str]:
    """A heading that is the same whatever was chosen."""
    return lambda seat: text


def lead(*paragraphs: str) -> Callable[[Seat], Sequence[str]]:
    """An explanation that is the same whatever was chosen."""
    return lambda seat: paragraphs
