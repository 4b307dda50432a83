"""Finds records that have a member of staff in them, or somebody whom one is tied to."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from services.intake.domain.events.insiders import TieDeclared
from services.intake.domain.insider_commands import NoteStaffMatch
from services.intake.domain.insiders import is_match, signs_of_tie
from services.intake.domain.likeness import Details
from shared.kernel.clock import Clock
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context
from shared.kernel.personal import ERASED, Contact, DataClass, Identity, Indexer, Opener, Personal, Place

NAME = "insiders"


class Views(Protocol):
    """Intake's views and how far they show the log."""

    def position(self) -> int: ...

    def reading(self) -> AbstractContextManager[Any]: ...


@dataclass(frozen=True, slots=True)
class Rows:
    """What the views hold: ties that stand, of what nothing need be noted, who bears any of these blind signs."""

    ties: Callable[[Any], Sequence[TieDeclared]]
    settled: Callable[[Any], set[tuple[str, str, str | None]]]
    bearing: Callable[[Any, Sequence[str]], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Sought:
    """Somebody to look for: whose sake it is for, by which tie (None: the account's own name), and what is known."""

    account_id: str
    tie_id: str | None
    details: Details


class Insiders:
    """Follows the log behind the views; whatever it missed it finds the next time, since it compares all with all."""

    def __init__(
        self,
        views: Views,
        rows: Rows,
        staff: Callable[[], Mapping[str, str]],
        opener: Opener,
        indexer: Indexer,
        note: Callable[[NoteStaffMatch, Context], object],
        clock: Clock,
        put_up: Callable[[], None],
    ) -> None:
        """`staff` are the names of everybody with an account; `put_up` has walls stand as the log says."""
        self._views, self._rows, self._staff = views, rows, staff
        self._opener, self._indexer, self._note = opener, indexer, note
        self._clock, self._put_up = clock, put_up
        self._done: tuple[int, Mapping[str, str]] | None = None

    def step(self) -> bool:
        """Note new matches, then let walls stand as the log says; False when nothing had changed since the last time.

        A new account is as much a reason to look as a new record.
        """
        shown = (self._views.position(), self._staff())
        if shown == self._done:
            return False
        found = list(self._matches(shown[1]))
        for command in found:
            self._note(command, Context("intake/insiders", "system", new_id()))
        self._put_up()
        self._done = None if found else shown
        return bool(found)

    def _matches(self, staff: Mapping[str, str]) -> Iterator[NoteStaffMatch]:
        with self._views.reading() as connection:
            settled = self._rows.settled(connection)
            sought = [Sought(tie.account_id, tie.tie_id, self._opened(tie)) for tie in self._rows.ties(connection)]
            sought += [Sought(account, None, Details(full_name=name)) for account, name in staff.items()]
            for one in sought:
                clear = {self._blind(sign): sign for sign in signs_of_tie(one.details)}
                for row, borne in _grouped(self._rows.bearing(connection, sorted(clear)), clear):
                    by = is_match(one.details, borne)
                    kept = (row.referral_id, one.account_id, None) in settled
                    if by and not kept and (row.referral_id, one.account_id, one.tie_id or "") not in settled:
                        yield NoteStaffMatch(
                            at=self._clock(),
                            referral_id=row.referral_id,
                            reference=row.reference,
                            account_id=one.account_id,
                            tie_id=one.tie_id,
                            by=by,
                        )

    def _opened(self, tie: TieDeclared) -> Details:
        return Details(
            full_name=self._clear(tie.full_name, Identity),
            phone=self._clear(tie.phone, Contact),
            email=self._clear(tie.email, Contact),
            address=self._clear(tie.address, Place),
        )

    def _clear(self, value: Personal[Any] | None, data_class: type[DataClass]) -> str | None:
        found = self._opener.open(value, data_class)
        return None if found == ERASED else found

    def _blind(self, sign: str) -> str:
        return self._indexer.index(Identity, sign)


def _grouped(rows: Sequence[Any], clear: Mapping[str, str]) -> Iterator[tuple[Any, set[str]]]:
    """Each person of each record, with which of the signs she bears."""
    borne: dict[tuple[str, str], set[str]] = defaultdict(set)
    one: dict[tuple[str, str], Any] = {}
    for row in rows:
        borne[row.reference, row.person_id].add(clear[row.sign])
        one[row.reference, row.person_id] = row
    yield from ((row, borne[key]) for key, row in one.items())
