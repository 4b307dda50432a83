"""Finds the referrals in which a restricted place's address stands, whenever they came in, and has the others told."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.intake.adapters.following import Page, Views, follow
from services.intake.domain.events import AnswersGiven, ContactDetailsChanged, Location, ReferralSubmitted
from services.intake.domain.events.places import PlaceReleased, PlaceRestricted
from services.intake.domain.record_commands import HideAddresses, ShowAddresses
from services.intake.domain.restricted import CodeOf, code_shown, place_signs
from shared.kernel.clock import Clock
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context, Fact, Recorded
from shared.kernel.personal import ERASED, Opener, Personal, Place

NAME = "restricted addresses"
_PAGE = 1_000

Does = Callable[[Command, Context], object]


@dataclass(slots=True)
class _Found:
    """What of one referral is a place's."""

    location: bool = False
    person_ids: set[str] = field(default_factory=set)


class Restricting:
    """Follows the log behind the views: a place restricted is looked for in all that came before it, whatever comes
    after is held against all places there are."""

    def __init__(
        self,
        views: Views,
        page: Page,
        code_of: Callable[[], CodeOf],
        hidden_for: Callable[[Any, str], Sequence[Any]],
        opener: Opener,
        does: Does,
        clock: Clock,
    ) -> None:
        """`code_of` gives what knows the restricted places as of now, `hidden_for` the referrals of one code."""
        self._views, self._page, self._code_of = views, page, code_of
        self._hidden_for, self._opener = hidden_for, opener
        self._does, self._clock = does, clock

    def step(self) -> bool:
        """Go through the next facts that the views show; False when there were none."""
        return follow(self._views, self._page, NAME, self._take)

    def _take(self, facts: Sequence[Recorded]) -> None:
        code_of = self._code_of()
        for recorded in facts:
            for origin, command in self._commands(recorded, code_of):
                self._does(command, Context("intake/restricted", "system", new_id(), origin=origin))

    def _commands(self, recorded: Recorded, code_of: CodeOf) -> Iterator[tuple[str, Command]]:
        match recorded.fact:
            case PlaceRestricted():
                for earlier in self._before(recorded.position):
                    yield from self._hiding(earlier, code_of, anew=False)
            case PlaceReleased(code=code):
                with self._views.reading() as connection:
                    rows = self._hidden_for(connection, code)
                for row in rows:
                    about = {"referral_id": row.referral_id, "reference": row.reference, "code": code}
                    yield row.origin, ShowAddresses.model_validate({"at": self._clock(), **about})
            case ContactDetailsChanged() | ReferralSubmitted() | AnswersGiven():
                yield from self._hiding(recorded, code_of, anew=isinstance(recorded.fact, ContactDetailsChanged))

    def _before(self, position: int) -> Iterator[Recorded]:
        since = 0
        while page := [each for each in self._page(since, _PAGE) if each.position < position]:
            yield from page
            since = page[-1].position

    def _hiding(self, recorded: Recorded, code_of: CodeOf, anew: bool) -> Iterator[tuple[str, Command]]:
        fact = recorded.fact
        if not isinstance(fact, ContactDetailsChanged | ReferralSubmitted | AnswersGiven):
            return
        for code, found in self._found(fact, code_of).items():
            yield (
                recorded.context.origin,
                HideAddresses(
                    at=self._clock(),
                    referral_id=fact.referral_id,
                    reference=fact.reference,
                    code=code,
                    location=found.location,
                    person_ids=tuple(sorted(found.person_ids)),
                    given_anew=anew,
                ),
            )

    def _found(self, fact: Fact, code_of: CodeOf) -> dict[str, _Found]:
        found: dict[str, _Found] = {}
        for person_id, place in self._places(fact):
            if code := code_of(place_signs(place)) or code_shown(place.get("address")):
                here = found.setdefault(code, _Found())
                here.location |= person_id is None
                here.person_ids |= set() if person_id is None else {person_id}
        return found

    def _places(self, fact: Fact) -> Iterable[tuple[str | None, dict[str, str | None]]]:
        """Every place in a fact, opened, with whose address it is; None where it is what the referral is about."""
        if isinstance(fact, ContactDetailsChanged):
            yield fact.person_id, {"address": self._open(fact.address)}
        elif isinstance(fact, ReferralSubmitted | AnswersGiven):
            if fact.location is not None:
                yield None, self._opened(fact.location)
            for person in fact.people:
                yield person.person_id, {"address": self._open(person.address)}

    def _opened(self, place: Location) -> dict[str, str | None]:
        return {name: self._open(getattr(place, name)) for name in ("address", "postcode", "uprn")}

    def _open(self, value: Personal[Place] | None) -> str | None:
        clear = self._opener.open(value, Place)
        return None if clear == ERASED else clear
