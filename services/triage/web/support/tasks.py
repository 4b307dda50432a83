"""What may be done about support in a case, as data: what is asked, and the command it becomes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from services.triage.application.support_room import SupportRoom
from services.triage.domain.asb.days import day_of
from services.triage.domain.events import SafeContact
from services.triage.domain.support.file import SupportFile
from services.triage.domain.support.practice import SupportPractice
from services.triage.domain.support.refusals import NoLawThatDay
from services.triage.web.fields import Field
from shared.kernel.handling import Command
from shared.kernel.refusals import FieldError, InvalidInput, NotFound

C = TypeVar("C", bound=Command)
_WRONG = {
    "code": "Give the code of the place: letters, a dash and a number, such as R-7. Never its address.",
    "campaign": "Give the code as it stands on the card, such as 7K3F.",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """What a form needs to know: the file, who is at risk by person id, who sits here, and what was chosen.

    `areas` are the places that are not safe, in words; `contacts` how each may be reached, as last heard; `advisers`
    those who may be given the case, with what they have; `colleagues` whoever may answer for works; `chosen` the ids in
    the address.
    """

    room: SupportRoom
    file: SupportFile
    referral_id: str
    people: Mapping[str, str]
    areas: Mapping[str, str]
    contacts: Mapping[str, SafeContact]
    advisers: Mapping[str, str]
    colleagues: Mapping[str, str]
    me: str
    now: datetime
    chosen: Mapping[str, str]

    @property
    def today(self) -> date:
        """The day in London."""
        return day_of(self.now)

    @property
    def practice(self) -> SupportPractice:
        """The practice of today."""
        found = self.room.practice(self.today)
        if found is None:
            raise NoLawThatDay
        return found

    def make(self, kind: type[C], **members: Any) -> C:
        """The command of what was typed. Raises InvalidInput at the field that cannot be taken."""
        try:
            return kind.model_validate({"at": self.now, "referral_id": self.referral_id, "by": self.me, **members})
        except ValidationError as invalid:
            names = [str(error["loc"][0]) for error in invalid.errors() if error["loc"]]
            says = [FieldError(f"/{name}", "wrong", _WRONG.get(name, "Choose one of the answers.")) for name in names]
            raise InvalidInput(says) from None

    def pick(self, name: str, among: Sequence[str]) -> str:
        """What was chosen in the address. NotFound for what is not there."""
        code = self.chosen.get(name, "")
        if code not in among:
            raise NotFound
        return code


@dataclass(frozen=True, slots=True)
class Task:
    """One form: its heading and button, what it explains, its fields, and the command that what was typed becomes.

    `adviser` is for what only an independent adviser can say that she did.
    """

    title: str
    button: str
    fields: Callable[[Seat], Sequence[Field]]
    command: Callable[[Seat, Mapping[str, Any]], Command]
    lead: Callable[[Seat], Sequence[str]] = lambda seat: ()
    adviser: bool = False


def lead(*paragraphs: str) -> Callable[[Seat], Sequence[str]]:
    """An explanation that is the same whatever was chosen."""
    return lambda seat: paragraphs


def choices(names: Sequence[str]) -> dict[str, str]:
    """Names that are their own codes."""
    return {name: name for name in names}
