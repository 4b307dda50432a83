"""Holds every record of one person to the stricter safe contact when one of them says something new."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.intake.adapters.following import Page, Views, follow
from services.intake.domain.events import ReferralSubmitted, SafeContact, SafeContactChanged
from services.intake.domain.record_commands import TightenSafeContact
from shared.kernel.clock import Clock
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context, Fact, Recorded

NAME = "stricter contacts"


@dataclass(frozen=True, slots=True)
class Merged:
    """Who is one person: whether anybody is, which ids people of a referral go by, whose records are one, where."""

    anybody: Callable[[Any], bool]
    goes_by: Callable[[Any, str], Mapping[str, str]]
    one_person: Callable[[Any, str], set[str]]
    parts_of: Callable[[Any, set[str]], Sequence[Any]]


class Holder:
    """Follows the log behind the views. What it changes it meets again, and then there is nothing more to change."""

    def __init__(
        self,
        views: Views,
        page: Page,
        merged: Merged,
        tighten: Callable[[TightenSafeContact, Context], object],
        clock: Clock,
    ) -> None:
        self._views, self._page, self._merged = views, page, merged
        self._tighten, self._clock = tighten, clock

    def step(self) -> bool:
        """Go through the next facts that the views show; False when there were none."""
        return follow(self._views, self._page, NAME, self._take)

    def _take(self, facts: Sequence[Recorded]) -> None:
        with self._views.reading() as connection:
            anybody = self._merged.anybody(connection)
            found = [each for recorded in facts if anybody for each in self._commands(connection, recorded)]
        for origin, command in found:
            self._tighten(command, Context("intake/stricter", "system", new_id(), origin=origin))

    def _commands(self, connection: Any, recorded: Recorded) -> Iterator[tuple[str, TightenSafeContact]]:
        for reference, person_id, contact in _said(recorded.fact):
            now = self._merged.goes_by(connection, reference).get(person_id, person_id)
            records = self._merged.one_person(connection, now)
            for part in self._merged.parts_of(connection, records) if len(records) > 1 else ():
                if (part.reference, part.key_of) != (reference, person_id):
                    yield (
                        recorded.context.origin,
                        TightenSafeContact(
                            at=self._clock(), reference=part.reference, person_id=part.key_of, others=(contact,)
                        ),
                    )


def _said(fact: Fact) -> Iterator[tuple[str, str, SafeContact]]:
    """Referral, person and what is said anew of how she may be reached."""
    if isinstance(fact, SafeContactChanged):
        yield fact.reference, fact.person_id, fact.safe_contact
    elif isinstance(fact, ReferralSubmitted):
        yield fact.reference, fact.account_of, fact.safe_contact
        for person in fact.people:
            if person.safe_contact is not None and person.person_id != fact.account_of:
                yield fact.reference, person.person_id, person.safe_contact
