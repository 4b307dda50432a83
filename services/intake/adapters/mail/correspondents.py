"""Finds out who has written to us before: from the log what must be certain, from the views what may be late."""

from collections.abc import Callable, Sequence
from datetime import datetime

from services.intake.application.ports import Correspondent
from services.intake.domain.events import ReferralSubmitted
from services.intake.domain.values import email_address
from shared.kernel.personal import Contact, Opener

_MAY_WRITE = {"reporter", "victim"}


class KnownCorrespondents:
    """`submitted` reads a referral's first fact from the log; the others ask the views, up to date to the last fact."""

    def __init__(
        self,
        opener: Opener,
        submitted: Callable[[str], ReferralSubmitted | None],
        references_of: Callable[[Sequence[str]], Sequence[str]],
        wrote_since: Callable[[str, datetime], bool],
    ) -> None:
        self._opener, self._submitted = opener, submitted
        self.threads, self.wrote_since = references_of, wrote_since

    def belongs_to(self, address: str, reference: str) -> Correspondent | None:
        """The reporter or the victim whose address this is; never anybody who is named as doing it, too."""
        found = self._submitted(reference)
        for person in found.people if found else ():
            theirs = email_address(self._opener.open(person.email, Contact))
            if theirs == address and _MAY_WRITE & set(person.roles) and "perpetrator" not in person.roles:
                return Correspondent(person.person_id, found.referral_id) if found else None
        return None
