"""Has the identity index find the right person once somebody was split off: later referrals are hers, or nobody's."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from services.intake.adapters.following import Page, Views, follow
from services.intake.domain.events import Involved, ReferralSubmitted
from services.intake.domain.events.sameness import PeopleMerged, PeopleUnmerged, PersonSplitOff
from services.intake.domain.recognition import signs_recorded
from shared.kernel.messages import Fact, Recorded
from shared.kernel.personal import ERASED, C, Contact, Identity, Personal

NAME = "identities"


class Keys(Protocol):
    """Opens details, and knows whom words identify."""

    def open(self, value: Personal[C] | None, data_class: type[C]) -> str | None: ...

    def repoint(self, owners: Mapping[str, Collection[str]], among: Collection[str]) -> None: ...


@dataclass(frozen=True, slots=True)
class Known:
    """Under which ids people of a log stand: `recognised_as` gives the parts of somebody by the id she was recognised
    under, `came_from` the ids under which those who go by an id were recognised, `one_person` all records of one."""

    recognised_as: Callable[[Any, str], Sequence[Any]]
    came_from: Callable[[Any, Collection[str]], Collection[str]]
    one_person: Callable[[Any, str], set[str]]


class Repointer:
    """Follows the log behind the views. Whatever is met twice comes out the same."""

    def __init__(
        self,
        views: Views,
        page: Page,
        submitted: Callable[[str], ReferralSubmitted],
        known: Known,
        keys: Keys,
    ) -> None:
        """`submitted` gives a referral as it came in, by its reference."""
        self._views, self._page, self._submitted = views, page, submitted
        self._known, self._keys = known, keys

    def step(self) -> bool:
        """Go through the next facts that the views show; False when there were none."""
        return follow(self._views, self._page, NAME, self._take)

    def _take(self, facts: Sequence[Recorded]) -> None:
        with self._views.reading() as connection:
            roots = dict.fromkeys(root for each in facts for root in self._roots(connection, each.fact))
            for root in roots:
                self._repoint(connection, root)

    def _roots(self, connection: Any, fact: Fact) -> Collection[str]:
        """Under which ids those were recognised about whom this decides something."""
        if isinstance(fact, PersonSplitOff):
            return (fact.person_id,)
        if isinstance(fact, PeopleMerged | PeopleUnmerged):
            return self._known.came_from(connection, (fact.one_id, fact.other_id))
        return ()

    def _repoint(self, connection: Any, root: str) -> None:
        bearers: dict[str, set[str]] = {}
        everybody = {root}
        for part in self._known.recognised_as(connection, root):
            everybody.add(part.person_id)
            for sign in self._signs(part.reference, root):
                bearers.setdefault(sign, set()).add(part.person_id)
        if everybody == {root}:
            return
        owners = {sign: self._owners(connection, root, people) for sign, people in bearers.items()}
        self._keys.repoint(owners, everybody)

    def _owners(self, connection: Any, root: str, people: set[str]) -> Collection[str]:
        """Whom a sign identifies: the one who bears it, by her first id if several ids are hers; else all of them."""
        first = root if root in people else min(people)
        return (first,) if people <= self._known.one_person(connection, first) else people

    def _signs(self, reference: str, person_id: str) -> Iterator[str]:
        for person in self._submitted(reference).people:
            if person.person_id == person_id:
                yield from self._signs_of(person)

    def _signs_of(self, person: Involved) -> Sequence[str]:
        name, phone = self._open(person.full_name, Identity), self._open(person.phone, Contact)
        born, email = self._open(person.date_of_birth, Identity), self._open(person.email, Contact)
        birth = None
        with suppress(ValueError, TypeError):
            birth = date.fromisoformat(born or "")
        return signs_recorded(person.roles, name, birth, phone, email)

    def _open(self, value: Personal[C] | None, data_class: type[C]) -> str | None:
        clear = self._keys.open(value, data_class)
        return None if clear == ERASED else clear
