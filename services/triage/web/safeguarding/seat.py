"""Where an officer sits down to the safeguarding of one referral: who is in it, what stands, what may be chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import Request

from services.triage.application.safeguarding.room import SafeguardingRoom
from services.triage.domain.safeguarding.file import SAFEGUARDING, SafeguardingFile
from services.triage.domain.safeguarding.practice import Practice
from services.triage.read_models import handovers, safe_contacts
from services.triage.web.desk import Desk
from services.triage.web.fields import Field
from shared.kernel.handling import Command
from shared.kernel.messages import Recorded
from shared.kernel.personal import Identity
from shared.kernel.refusals import NotFound
from shared.web.guard import principal_of

_NOT_KNOWN = "Somebody whose name is not known"


@dataclass(frozen=True, slots=True)
class Seat:
    """What pages and forms need. `people` are names by person id, `made` the referrals and hand-overs so far, `story`
    the stream of the assessment; `chosen` are the ids in the address."""

    desk: Desk
    referral: Any
    card: Any
    file: SafeguardingFile
    story: Sequence[Recorded]
    made: Sequence[Any]
    people: Mapping[str, str]
    officer: str
    now: datetime
    chosen: Mapping[str, str]

    @property
    def room(self) -> SafeguardingRoom:
        """Where it is worked on."""
        return self.desk.safeguarding

    @property
    def today(self) -> date:
        """The day in London."""
        return self.room.today()

    @property
    def practice(self) -> Practice:
        """The practice of today."""
        return self.room.practice()

    def base(self) -> dict[str, Any]:
        """What every command on the safeguarding of a case carries."""
        return {"at": self.now, "referral_id": self.referral.referral_id, "by": self.officer, "today": self.today}

    def pick(self, among: Mapping[str, Any]) -> str:
        """Which one was chosen in the address. NotFound for what is not there."""
        code = self.chosen.get("which", "")
        if code not in among:
            raise NotFound
        return code


@dataclass(frozen=True, slots=True)
class Task:
    """One form: its heading, what it explains, its fields, its button, and the command that what was typed becomes."""

    title: Callable[[Seat], str]
    button: str
    fields: Callable[[Seat], Sequence[Field]]
    command: Callable[[Seat, Mapping[str, Any]], Command]
    lead: Sequence[str] = ()


def seat_at(desk: Desk, request: Request, reference: str, what: str, chosen: Mapping[str, str]) -> Seat:
    """Sit down, once the reading is recorded. NotFound for a referral there is not."""
    referral = desk.referral(reference)
    desk.viewed(request, referral, what)
    card, story = desk.card(referral.reference), desk.story(referral.stream)
    with desk.views.reading() as connection:
        people = safe_contacts.brought_up_to_date(connection, referral.referral_id, card.people)
        made = handovers.of_reference(connection, referral.reference)
    return Seat(
        desk=desk,
        referral=referral,
        card=card,
        file=SAFEGUARDING.fold(recorded.fact for recorded in story),
        story=story,
        made=made,
        people={each.person_id: desk.opener.open(each.full_name, Identity) or _NOT_KNOWN for each in people},
        officer=principal_of(request).account_id,
        now=desk.clock(),
        chosen=chosen,
    )
