"""What was decided about who is one person and which referrals belong together; the suggestions still to be decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    and_,
    delete,
    insert,
    or_,
    select,
    update,
)

from services.intake.domain.events import PersonForgotten
from services.intake.domain.events.sameness import (
    OneInAnotherDecided,
    PeopleDecided,
    PeopleMerged,
    PeopleToldApart,
    PeopleUnmerged,
    ReferralMerged,
    ReferralsDecided,
    ReferralsLinked,
    ReferralsToldApart,
    ReferralsUnlinked,
    ReferralUnmerged,
    SamePersonSuggested,
)
from shared.event_store.cursors import cursor_behind, place_in
from shared.event_store.views import View
from shared.kernel.messages import Fact, Recorded

SUGGESTED, MERGED, APART, NOTHING = "suggested", "merged", "told_apart", "unmerged"
LINKED = "linked"
MOST_ROWS = 100

_metadata = MetaData()

pairs = Table(
    "people_pairs",
    _metadata,
    Column("one_id", Text, primary_key=True),
    Column("other_id", Text, primary_key=True),
    Column("standing", Text, nullable=False),
    Column("score", Integer, nullable=False),
    Column("alike_by", Text, nullable=False),
    Column("because", Text),
    Column("decided_by", Text),
    Column("changed_at", Text, nullable=False),
    Column("position", Integer, nullable=False, unique=True),
    Index("people_pairs_other", "other_id"),
    Index("people_pairs_standing", "standing", "score", "position"),
)

belonging = Table(
    "referral_pairs",
    _metadata,
    Column("reference", Text, primary_key=True),
    Column("other_reference", Text, primary_key=True),
    Column("standing", Text, nullable=False),
    Column("link", Text),
    Column("into_reference", Text),
    Column("because", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Index("referral_pairs_other", "other_reference"),
)


@dataclass(frozen=True, slots=True)
class Related:
    """A referral that belongs together with another: how, why, and who said so when."""

    reference: str
    standing: str
    link: str | None
    because: str
    decided_by: str
    changed_at: str


def on_same_person_suggested(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, SamePersonSuggested)
    row = {"standing": SUGGESTED, "score": fact.score, "alike_by": " ".join(fact.because)}
    _put_pair(connection, recorded, fact.one_id, fact.other_id, row)


def _decided(standing: str) -> Any:
    def apply(connection: Connection, recorded: Recorded) -> None:
        fact = recorded.fact
        assert isinstance(fact, PeopleDecided)
        row = {"standing": standing, "because": fact.because, "decided_by": recorded.context.actor}
        _put_pair(connection, recorded, fact.one_id, fact.other_id, row)

    return apply


def _put_pair(connection: Connection, recorded: Recorded, one: str, other: str, row: dict[str, Any]) -> None:
    row |= {"changed_at": recorded.recorded, "position": recorded.position}
    this = (pairs.c.one_id == one) & (pairs.c.other_id == other)
    if not connection.execute(update(pairs).where(this).values(**row)).rowcount:
        unsuggested = {"score": 0, "alike_by": ""}
        connection.execute(insert(pairs), {"one_id": one, "other_id": other, **unsuggested, **row})


def on_person_forgotten(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, PersonForgotten)
    person_id = recorded.fact.person_id
    connection.execute(delete(pairs).where((pairs.c.one_id == person_id) | (pairs.c.other_id == person_id)))


def _related(standing: str) -> Any:
    def apply(connection: Connection, recorded: Recorded) -> None:
        fact = recorded.fact
        assert isinstance(fact, ReferralsDecided | OneInAnotherDecided)
        one, other = sorted((fact.reference, fact.other))
        row = {
            "standing": standing,
            "link": fact.link if isinstance(fact, ReferralsLinked) else None,
            "into_reference": fact.other if standing == MERGED else None,
            "because": fact.because,
            "decided_by": recorded.context.actor,
            "changed_at": recorded.recorded,
        }
        this = (belonging.c.reference == one) & (belonging.c.other_reference == other)
        if not connection.execute(update(belonging).where(this).values(**row)).rowcount:
            connection.execute(insert(belonging), {"reference": one, "other_reference": other, **row})

    return apply


_APPLY: dict[type[Fact], Any] = {
    SamePersonSuggested: on_same_person_suggested,
    PeopleMerged: _decided(MERGED),
    PeopleUnmerged: _decided(NOTHING),
    PeopleToldApart: _decided(APART),
    PersonForgotten: on_person_forgotten,
    ReferralsLinked: _related(LINKED),
    ReferralsUnlinked: _related(NOTHING),
    ReferralMerged: _related(MERGED),
    ReferralUnmerged: _related(NOTHING),
    ReferralsToldApart: _related(APART),
}

VIEW = View("sameness", 1, (pairs, belonging), _APPLY, forgets=(PersonForgotten,))


def suggestions(connection: Connection, cursor: str = "", limit: int = MOST_ROWS) -> list[Row[Any]]:
    """Pairs somebody should look at, the likeliest first; raises InvalidInput for a cursor that is not one of ours."""
    query = select(pairs).where(pairs.c.standing.in_((SUGGESTED, NOTHING)))
    if cursor:
        score, position = place_in(cursor, int, int)
        query = query.where(or_(pairs.c.score < score, and_(pairs.c.score == score, pairs.c.position > position)))
    return list(connection.execute(query.order_by(pairs.c.score.desc(), pairs.c.position).limit(limit)))


def behind(suggestion: Row[Any]) -> str:
    """The cursor of the suggestions that come after one."""
    return cursor_behind(suggestion.score, suggestion.position)


def pair(connection: Connection, one: str, other: str) -> Row[Any] | None:
    """What is known of two records, whichever is named first."""
    first, second = sorted((one, other))
    this = (pairs.c.one_id == first) & (pairs.c.other_id == second)
    return connection.execute(select(pairs).where(this)).one_or_none()


def pairs_of(connection: Connection, person_ids: Iterable[str]) -> list[Row[Any]]:
    """Every pair one of these people stands in."""
    ids = sorted(person_ids)
    query = select(pairs).where(pairs.c.one_id.in_(ids) | pairs.c.other_id.in_(ids))
    return list(connection.execute(query.order_by(pairs.c.position)))


def anybody_merged(connection: Connection) -> bool:
    """Whether any two records are one person at all."""
    return connection.execute(select(pairs.c.one_id).where(pairs.c.standing == MERGED).limit(1)).first() is not None


def one_person(connection: Connection, person_id: str) -> set[str]:
    """All records that were decided to be one person with this one, it included."""
    found, new = {person_id}, {person_id}
    while new:
        merged = [row for row in pairs_of(connection, new) if row.standing == MERGED]
        new = {each for row in merged for each in (row.one_id, row.other_id)} - found
        found |= new
    return found


def told_apart_between(connection: Connection, ones: set[str], others: set[str]) -> bool:
    """Whether somebody told apart one of these from one of those."""
    return any(
        row.standing == APART
        and ((row.one_id in ones and row.other_id in others) or (row.one_id in others and row.other_id in ones))
        for row in pairs_of(connection, ones)
    )


def related(connection: Connection, reference: str) -> list[Related]:
    """What belongs together with a referral now, and what is read in it; not what was told apart."""
    query = select(belonging).where(
        (belonging.c.reference == reference) | (belonging.c.other_reference == reference),
        belonging.c.standing.in_((LINKED, MERGED)),
    )
    return [
        Related(
            row.other_reference if row.reference == reference else row.reference,
            row.standing if row.into_reference != reference else "read_here",
            row.link,
            row.because,
            row.decided_by,
            row.changed_at,
        )
        for row in connection.execute(query.order_by(belonging.c.changed_at, belonging.c.reference))
    ]


def read_in(connection: Connection, reference: str) -> str:
    """Where a reference leads: to itself, or along all mergings to the referral it is read in."""
    seen = [reference]
    while True:
        here = select(belonging.c.into_reference).where(
            (belonging.c.reference == seen[-1]) | (belonging.c.other_reference == seen[-1]),
            belonging.c.standing == MERGED,
            belonging.c.into_reference != seen[-1],
        )
        further = list(connection.execute(here.order_by(belonging.c.changed_at)).scalars())
        if not further or further[0] in seen:
            return seen[-1]
        seen.append(further[0])


def same_incident(connection: Connection, reference: str) -> Sequence[str]:
    """Every referral that tells of the same incident, over however many links."""
    found, new = {reference}, {reference}
    while new:
        linked = {each.reference for one in new for each in related(connection, one) if each.link == "same_incident"}
        new = linked - found
        found |= new
    return sorted(found - {reference})
