"""Whatever comes in becomes a command: the document is read, its people are recognised, ids and a reference given."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from services.intake.document.reading import read_referral, submission
from services.intake.document.shape import ReferralDocument
from services.intake.domain.commands import SubmitReferral
from services.intake.domain.places import Gazetteer, local_day
from services.intake.domain.recognition import Chosen, Recognise, choose_people, people_found, people_sought
from services.intake.domain.restricted import CodeOf, hide
from shared.kernel.clock import Clock
from shared.kernel.identifiers import new_id, new_reference

RecogniseLater = Callable[[Sequence[Sequence[str]]], Awaitable[Sequence[str]]]

# What a partner's key says of the channel goes before what the document says.
_CHANNELS = {"councillor": "councillor", "safe_space": "safe_space"}
_ANY_PARTNER = "partner"


class Reception:
    """Takes documents in. Made once, with what it needs from outside: who is known already, and the time.

    `recognise_later` is the same question as `recognise` for an event loop, which must not wait for a database.
    `code_of` knows the places that nobody may find; their code takes the place of their address here, for good.
    """

    def __init__(
        self,
        recognise: Recognise,
        recognise_later: RecogniseLater,
        clock: Clock,
        gazetteer: Gazetteer,
        code_of: CodeOf,
    ) -> None:
        self._recognise = recognise
        self._recognise_later = recognise_later
        self._clock = clock
        self._gazetteer = gazetteer
        self._code_of = code_of

    def command(
        self, body: bytes, agency: str | None = None, *, believes_agency: bool = True, referrer: str | None = None
    ) -> SubmitReferral:
        """The command for these bytes; raises InvalidInput with every error found.

        `agency` is the one that the caller's account belongs to and goes before what the document says. Unless it
        `believes_agency`, what the document says of its agency counts for nothing. `referrer` is what kind of partner
        the caller's key was issued to, which settles the channel and is noted.
        """
        document, now = self._read(body, believes_agency, referrer)
        return self._command(document, now, choose_people(document, self._recognise), agency, referrer)

    async def command_later(
        self, body: bytes, agency: str | None = None, *, believes_agency: bool = True, referrer: str | None = None
    ) -> SubmitReferral:
        """The same for an event loop."""
        document, now = self._read(body, believes_agency, referrer)
        sought = people_sought(document)
        ids = await self._recognise_later(sought.signs)
        return self._command(document, now, people_found(document, sought, ids, self._recognise), agency, referrer)

    def check(self, body: bytes) -> None:
        """Raise InvalidInput with every error in these bytes; nothing is made of them."""
        read_referral(body, self._clock())

    @staticmethod
    def renamed(command: SubmitReferral) -> SubmitReferral:
        """The same under another reference, for when the first one turned out to be taken."""
        return command.model_copy(update={"reference": new_reference()})

    def _read(self, body: bytes, believes_agency: bool, referrer: str | None) -> tuple[ReferralDocument, datetime]:
        now = self._clock()
        document = read_referral(body, now)
        if document.agency is not None and not believes_agency:
            document = document.model_copy(update={"agency": None})
        if referrer is not None:
            document = document.model_copy(update={"channel": _CHANNELS.get(referrer, _ANY_PARTNER)})
        return document, now

    def _command(
        self, document: ReferralDocument, now: datetime, people: Chosen, agency: str | None, referrer: str | None
    ) -> SubmitReferral:
        document = hide(document, self._code_of)
        place = document.location
        placed = self._gazetteer.placed(place.postcode, local_day(document.received_at or now)) if place else None
        made = submission(document, now, new_id(), new_reference(), people, agency, placed)
        return made if referrer is None else made.model_copy(update={"referrer": referrer})
