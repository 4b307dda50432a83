"""What somebody gives up in one referral, an old telephone say, is given up in every other one that still has it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from services.intake.adapters.following import Page, Views, follow
from services.intake.domain.commands import ChangeContactDetails
from services.intake.domain.events import ContactDetailsChanged, ReferralSubmitted
from services.intake.domain.given import GivenDetails
from services.intake.domain.values import email_address, phone_digits
from shared.kernel.clock import Clock
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context, Recorded
from shared.kernel.personal import ERASED, Contact, Opener, Place

NAME = "details given up"
_ACTOR = "intake/details"
_CLASSES = {"phone": Contact, "email": Contact, "address": Place}
_NORMAL: Mapping[str, Callable[[str], str | None]] = {
    "phone": phone_digits,
    "email": email_address,
    "address": lambda text: " ".join(re.findall(r"\w+", text.casefold())),
}


class Standing(Protocol):
    """A referral as it stands: what it said when it came in, and each change of what reaches its people, in order."""

    @property
    def submitted(self) -> ReferralSubmitted: ...

    @property
    def details(self) -> Sequence[ContactDetailsChanged]: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """Where somebody has a part: which id she goes by in a referral, who is one person with her, their parts, and each
    referral as it stands."""

    goes_by: Callable[[Any, str], Mapping[str, str]]
    one_person: Callable[[Any, str], set[str]]
    parts_of: Callable[[Any, set[str]], Sequence[Any]]
    standing: Callable[[Any, str], Standing | None]


class GivenUp:
    """Follows the log behind the views. Whoever had the old number has it still, so it may be used nowhere."""

    def __init__(
        self,
        views: Views,
        page: Page,
        parts: Parts,
        opener: Opener,
        change: Callable[[ChangeContactDetails, Context], object],
        clock: Clock,
    ) -> None:
        self._views, self._page, self._parts, self._opener = views, page, parts, opener
        self._change, self._clock = change, clock

    def step(self) -> bool:
        """Go through the next facts that the views show; False when there were none."""
        return follow(self._views, self._page, NAME, self._take)

    def _take(self, facts: Sequence[Recorded]) -> None:
        changed = [each for each in facts if isinstance(each.fact, ContactDetailsChanged)]
        for recorded in (each for each in changed if each.context.actor != _ACTOR):
            with self._views.reading() as connection:
                commands = list(self._commands(connection, recorded.fact))
            for command in commands:
                self._change(command, Context(_ACTOR, "system", new_id(), origin=recorded.context.origin))

    def _commands(self, connection: Any, fact: Any) -> Iterator[ChangeContactDetails]:
        here = self._parts.standing(connection, fact.reference)
        if here is None:
            return
        had = {name: self._values(here, fact.person_id, name) for name in fact.changed}
        gone = {name: set(values) - {None, *values[-1:]} for name, values in had.items()}
        now = self._parts.goes_by(connection, fact.reference).get(fact.person_id, fact.person_id)
        for part in self._parts.parts_of(connection, self._parts.one_person(connection, now)):
            there = self._parts.standing(connection, part.reference) if part.reference != fact.reference else None
            if there is None:
                continue
            current = {name: self._values(there, part.key_of, name)[-1:] for name in fact.changed}
            given = {n: self._clear(getattr(fact, n), n) for n, last in current.items() if gone[n].intersection(last)}
            if given:
                details = GivenDetails.model_construct(set(given), **dict.fromkeys(_CLASSES) | given)
                yield ChangeContactDetails(
                    at=self._clock(), reference=part.reference, person_id=part.key_of, given=details
                )

    def _values(self, standing: Standing, person_id: str, name: str) -> list[str | None]:
        """What has reached somebody in a referral, in its normal form, the newest last."""
        said = [getattr(each, name) for each in standing.submitted.people if each.person_id == person_id]
        said += [getattr(e, name) for e in standing.details if e.person_id == person_id and name in e.changed]
        clear = [self._clear(value, name) for value in said]
        return [None if text is None else _NORMAL[name](text) or text.strip() for text in clear]

    def _clear(self, sealed: Any, name: str) -> str | None:
        text = self._opener.open(sealed, _CLASSES[name])
        return None if text == ERASED else text
