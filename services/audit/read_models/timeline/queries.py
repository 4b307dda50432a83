"""Questions to the index of stories."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select

from services.audit.read_models.timeline.tables import called, catalogued, concerned, forgotten, placed, sat

_END_OF_LEDGER = 2**62


class Meeting(msgspec.Struct, frozen=True):
    """A meeting as far as the ledger knows: when its agenda was circulated first, if it was, and when it begins."""

    meeting_id: str
    panel: str | None
    starts_at: datetime | None
    circulated_at: datetime | None

    @property
    def known_at(self) -> datetime | None:
        """The moment at which its members last learned something: the circulation, or else its start."""
        return self.circulated_at or self.starts_at


def referrals_called(connection: Connection, reference: str) -> list[str]:
    """The ids of the referrals that bear, or once bore, a reference."""
    found = select(called.c.referral_id).where(called.c.reference == reference).order_by(called.c.referral_id)
    return list(connection.execute(found).scalars())


def names_of(connection: Connection, referral_ids: Collection[str]) -> list[str]:
    """Every reference that leads to these referrals, in the order in which they were given."""
    found = select(called.c.reference).where(called.c.referral_id.in_(referral_ids)).order_by(called.c.ledger_position)
    return list(dict.fromkeys(connection.execute(found).scalars()))


def positions_about(connection: Connection, referral_ids: Collection[str]) -> list[int]:
    """The ledger positions of every fact about these referrals."""
    found = select(concerned.c.ledger_position).where(concerned.c.referral_id.in_(referral_ids)).distinct()
    return sorted(connection.execute(found).scalars())


def positions_of_event(connection: Connection, event_id: str) -> list[int]:
    """The ledger positions at which an event id stands: one, unless somebody copied a fact."""
    return sorted(connection.execute(select(placed.c.ledger_position).where(placed.c.event_id == event_id)).scalars())


def positions_named(
    connection: Connection, names: Iterable[str], until: int | None = None
) -> list[tuple[int, str, int]]:
    """Ledger position, name and schema version of the facts with one of these names, in the ledger's order."""
    end = _END_OF_LEDGER if until is None else until
    found = (
        select(placed.c.ledger_position, placed.c.name, placed.c.schema_version)
        .where(placed.c.name.in_(tuple(names)), placed.c.ledger_position <= end)
        .order_by(placed.c.ledger_position)
    )
    return [(row.ledger_position, row.name, row.schema_version) for row in connection.execute(found)]


def positions_of_catalogues(connection: Connection) -> list[int]:
    """Where the services recorded what their facts mean."""
    found = select(catalogued.c.ledger_position).order_by(catalogued.c.ledger_position)
    return list(connection.execute(found).scalars())


def meeting(connection: Connection, meeting_id: str) -> Meeting | None:
    """A meeting by its id."""
    found = _meetings(connection, [meeting_id])
    return found[0] if found else None


def meetings_of(connection: Connection, positions: Collection[int]) -> list[Meeting]:
    """The meetings that the facts at these positions speak of, by their start."""
    named = select(sat.c.meeting_id).where(sat.c.ledger_position.in_(positions)).distinct()
    return _meetings(connection, list(connection.execute(named).scalars()))


def are_forgotten(connection: Connection, people: Collection[str]) -> frozenset[str]:
    """Those of these people whose keys were destroyed."""
    return frozenset(
        connection.execute(select(forgotten.c.person_id).where(forgotten.c.person_id.in_(people))).scalars()
    )


def references_until(connection: Connection, position: int) -> list[str]:
    """The first reference of every referral that stood in the ledger at a position."""
    first = (
        select(called.c.referral_id, func.min(called.c.ledger_position).label("first"))
        .where(called.c.ledger_position <= position)
        .group_by(called.c.referral_id)
        .subquery()
    )
    found = select(func.min(called.c.reference)).join(
        first, (called.c.referral_id == first.c.referral_id) & (called.c.ledger_position == first.c.first)
    )
    return sorted(connection.execute(found.group_by(called.c.referral_id)).scalars())


def _meetings(connection: Connection, meeting_ids: Sequence[str]) -> list[Meeting]:
    last = (
        select(sat.c.meeting_id, func.max(sat.c.ledger_position).label("position"))
        .where(sat.c.meeting_id.in_(meeting_ids), sat.c.starts_at.is_not(None))
        .group_by(sat.c.meeting_id)
        .subquery()
    )
    begins = select(sat.c.meeting_id, sat.c.starts_at).join(last, sat.c.ledger_position == last.c.position)
    starts = {row.meeting_id: row.starts_at for row in connection.execute(begins)}
    others = (
        select(sat.c.meeting_id, func.max(sat.c.panel), func.min(sat.c.circulated_at))
        .where(sat.c.meeting_id.in_(meeting_ids))
        .group_by(sat.c.meeting_id)
    )
    found = [
        Meeting(meeting_id, panel, _moment(starts.get(meeting_id)), _moment(circulated_at))
        for meeting_id, panel, circulated_at in connection.execute(others)
    ]
    return sorted(found, key=lambda one: (one.known_at is None, one.known_at, one.meeting_id))


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
