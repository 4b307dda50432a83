"""Whatever comes in becomes a command: the document is read, its people are recognised, ids and a reference given."""

from services.intake.document.reading import read_referral, submission
from services.intake.domain.commands import SubmitReferral
from services.intake.domain.recognition import Recognise, choose_people
from shared.kernel.clock import Clock
from shared.kernel.identifiers import new_id, new_reference


class Reception:
    """Takes documents in. Made once, with what it needs from outside: who is known already, and the time."""

    def __init__(self, recognise: Recognise, clock: Clock) -> None:
        self._recognise = recognise
        self._clock = clock

    def command(self, body: bytes, agency: str | None = None, *, believes_agency: bool = True) -> SubmitReferral:
        """The command for these bytes; raises InvalidInput with every error found.

        `agency` is the one that the caller's account belongs to and goes before what the document says. Unless it
        `believes_agency`, what the document says of its agency counts for nothing.
        """
        now = self._clock()
        document = read_referral(body, now)
        if document.agency is not None and not believes_agency:
            document = document.model_copy(update={"agency": None})
        people = choose_people(document, self._recognise)
        return submission(document, now, new_id(), new_reference(), people, agency)

    def check(self, body: bytes) -> None:
        """Raise InvalidInput with every error in these bytes; nothing is made of them."""
        read_referral(body, self._clock())

    @staticmethod
    def renamed(command: SubmitReferral) -> SubmitReferral:
        """The same under another reference, for when the first one turned out to be taken."""
        return command.model_copy(update={"reference": new_reference()})
