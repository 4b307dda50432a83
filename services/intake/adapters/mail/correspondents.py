"""Finds out who has written to us before: from the log what must be certain, from the views what may be late."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from services.intake.application.ports import Correspondent
from services.intake.domain.events import AnswersGiven, ContactDetailsChanged, Involved, ReferralSubmitted
from services.intake.domain.values import email_address
from shared.kernel.messages import Fact
from shared.kernel.personal import Contact, Opener, Personal

_MAY_WRITE = {"reporter", "victim"}


class KnownCorrespondents:
    """`facts_of` reads what happened to a referral from the log; the others ask the views, up to the last fact."""

    def __init__(
        self,
        opener: Opener,
        facts_of: Callable[[str], Iterable[Fact]],
        references_of: Callable[[Sequence[str]], Sequence[str]],
        wrote_since: Callable[[str, datetime], bool],
    ) -> None:
        self._opener, self._facts_of = opener, facts_of
        self.threads, self.wrote_since = references_of, wrote_since

    def belongs_to(self, address: str, reference: str) -> Correspondent | None:
        """The reporter or the victim whose address this is now; never anybody who is named as doing it, too."""
        submitted: ReferralSubmitted | None = None
        addresses: dict[str, Personal[Contact] | None] = {}
        for fact in self._facts_of(reference):
            if isinstance(fact, ReferralSubmitted):
                submitted = fact
                addresses = {person.person_id: person.email for person in fact.people if _may_write(person)}
            elif isinstance(fact, AnswersGiven):
                addresses = _with_named(addresses, fact.people)
            elif isinstance(fact, ContactDetailsChanged) and "email" in fact.changed and fact.person_id in addresses:
                addresses[fact.person_id] = fact.email
        for person_id, sealed in addresses.items():
            if submitted and email_address(self._opener.open(sealed, Contact)) == address:
                return Correspondent(person_id, submitted.referral_id)
        return None


def _with_named(
    addresses: dict[str, Personal[Contact] | None], people: Iterable[Involved]
) -> dict[str, Personal[Contact] | None]:
    """Whoever is named since may write, too, unless it is as the one who does it; then she may not any more."""
    harm = {person.person_id for person in people if "perpetrator" in person.roles}
    named = {person.person_id: person.email for person in people if _may_write(person) and person.email is not None}
    return {person_id: email for person_id, email in (addresses | named).items() if person_id not in harm}


def _may_write(person: Involved) -> bool:
    return bool(_MAY_WRITE & set(person.roles)) and "perpetrator" not in person.roles
