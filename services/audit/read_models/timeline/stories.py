"""Finds stories in the ledger by reference, event, name or meeting."""

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection

from services.audit.domain.ledger import Entry
from services.audit.domain.records import one_person_in
from services.audit.domain.timeline import StoryFact, UntellableEntry, story_fact
from services.audit.domain.wording import Catalogue, Meaning, read_catalogue, sealed_under
from services.audit.read_models.timeline import queries
from services.audit.read_models.timeline.queries import Meeting
from services.audit.read_models.timeline.story import Story
from shared.event_store.withholding import withhold
from shared.kernel.kept_from import kept_from

At = Callable[[Iterable[int]], list[Entry]]
"""The ledger's entries at these positions."""


class Stories:
    """Answers from the index and the ledger; what is not in the ledger is in no story."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], at: At) -> None:
        self._every_row = reading
        self._at = at
        self._read_catalogues: tuple[list[int], dict[str, Meaning]] = ([], {})

    def find(self, reference: str) -> Story | None:
        """The story that a reference leads to."""
        with self._reading() as connection:
            referral_ids = queries.referrals_called(connection, reference)
            if not referral_ids:
                return None
            entries = self._at(queries.positions_about(connection, referral_ids))
            facts = list(_told(entries))
            others = [each for each in one_person_in(facts) if each not in referral_ids]
            people = {person_id for fact in facts for person_id in sealed_under(dict(fact.fields))}
            return Story(
                reference=reference,
                names=queries.names_of(connection, referral_ids),
                referral_ids=referral_ids,
                entries=entries,
                facts=facts,
                meetings=queries.meetings_of(connection, [fact.ledger_position for fact in facts]),
                catalogue=self._catalogue(connection),
                erased=queries.are_forgotten(connection, people),
                one_person_with=queries.names_of(connection, others),
            )

    def event(self, event_id: str) -> Entry | None:
        """The ledger entry of an event."""
        with self._reading() as connection:
            positions = queries.positions_of_event(connection, event_id)
        entries = self._at(positions[:1])
        if any(_is_kept(fact) for fact in _told(entries)):
            return None
        return next(iter(entries), None)

    def meeting(self, meeting_id: str) -> Meeting | None:
        """A meeting, if any fact speaks of it."""
        with self._reading() as connection:
            return queries.meeting(connection, meeting_id)

    def references(self, until: int) -> tuple[str, ...]:
        """Every referral there was at a ledger position, by its first reference."""
        with self._reading() as connection:
            return tuple(queries.references_until(connection, until))

    def about(self, referral_ids: Collection[str]) -> list[StoryFact]:
        """The facts about any of these referrals, in the ledger's order."""
        with self._reading() as connection:
            positions = queries.positions_about(connection, referral_ids)
        return list(_told(self._at(positions)))

    def named(self, names: Iterable[str], until: int | None = None) -> Iterator[StoryFact]:
        """The facts with one of these names, in the ledger's order, up to a position.

        What is kept from whoever is being served is not among them: a figure of one day and one channel would tell.
        """
        with self._reading() as connection:
            positions = [position for position, _, _ in queries.positions_named(connection, names, until)]
        return (fact for fact in _told(self._at(positions)) if not _is_kept(fact))

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        """The index without what is kept from whoever is being served: an auditor is a neighbour of somebody too."""
        with self._every_row() as connection:
            if records := kept_from():
                withhold(connection, records)
            yield connection

    def _catalogue(self, connection: Connection) -> Catalogue:
        """What the facts mean, by the last word each service has said; read anew only when one has said more."""
        positions = queries.positions_of_catalogues(connection)
        known = self._read_catalogues
        if known[0] != positions:
            known = self._read_catalogues = (positions, read_catalogue(_data(self._at(positions))))
        return known[1]


def _data(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    for fact in _told(entries):
        yield dict(fact.fields)


def _is_kept(fact: StoryFact) -> bool:
    """Whether whoever is being served may not know of a referral that a fact speaks of."""
    return not kept_from().isdisjoint(fact.about)


def _told(entries: Iterable[Entry]) -> Iterator[StoryFact]:
    """The facts in entries; one whose row was spoilt is left to verification, which names it."""
    for entry in entries:
        try:
            yield story_fact(entry)
        except UntellableEntry:
            continue
