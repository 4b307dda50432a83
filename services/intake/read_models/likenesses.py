"""Under which signs each person of each referral may be looked for by whoever compares people; all of it blind."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from services.intake.domain.events import (
    AnswersGiven,
    Involved,
    PersonForgotten,
    ReferralSubmitted,
    as_text,
    from_text,
    together,
)
from services.intake.domain.events.sameness import PersonSplitOff
from services.intake.domain.likeness import Details, signs
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded
from shared.kernel.personal import Contact, Identity, Indexer, Opener, Place, still_known

# More than this many records with a sign in common are no neighbours any more; the likeliest are looked at.
MOST_NEAR = 60

_metadata = MetaData()

parts = Table(
    "likeness_parts",
    _metadata,
    Column("person_id", Text, primary_key=True),
    Column("reference", Text, primary_key=True),
    Column("key_of", Text, nullable=False, index=True),
    Column("referral_id", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("position", BigInteger().with_variant(Integer, "sqlite"), nullable=False, index=True),
    Column("sealed", Text, nullable=False),
)

known_by = Table(
    "likeness_signs",
    _metadata,
    Column("sign", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("reference", Text, primary_key=True),
    Column("key_of", Text, nullable=False, index=True),
    Index("likeness_signs_person", "person_id", "reference"),
    sqlite_with_rowid=False,
)


def view(opener: Opener, indexer: Indexer) -> View:
    """The view, which opens details for as long as it takes to make their blind index."""
    put = partial(_put, opener, indexer)
    return View(
        "likenesses",
        1,
        (parts, known_by),
        {
            ReferralSubmitted: partial(_on_referral_submitted, put),
            AnswersGiven: partial(_on_answers_given, put),
            PersonSplitOff: on_person_split_off,
            PersonForgotten: on_person_forgotten,
        },
        forgets=(PersonForgotten,),
    )


Put = Callable[[Connection, Recorded, Involved, str], None]


def _put(
    opener: Opener, indexer: Indexer, connection: Connection, recorded: Recorded, person: Involved, received_at: str
) -> None:
    fact: Any = recorded.fact
    found = sorted({indexer.index(Identity, sign) for sign in signs(details_of(person, opener))})
    if not found:
        return
    this = {"person_id": person.person_id, "reference": fact.reference, "key_of": person.person_id}
    connection.execute(
        insert(parts),
        {
            **this,
            "referral_id": fact.referral_id,
            "roles": " ".join(person.roles),
            "received_at": received_at,
            "origin": recorded.context.origin,
            "position": recorded.position,
            "sealed": as_text(person),
        },
    )
    connection.execute(insert(known_by), [this | {"sign": sign} for sign in found])


def _on_referral_submitted(put: Put, connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, ReferralSubmitted)
    for person in fact.people:
        put(connection, recorded, person, rfc3339(fact.received_at))


def _on_answers_given(put: Put, connection: Connection, recorded: Recorded) -> None:
    """Whoever was named since is compared, too; whoever is known better by now is compared anew."""
    fact = recorded.fact
    assert isinstance(fact, AnswersGiven)
    for person in fact.people:
        hers = (parts.c.key_of == person.person_id) & (parts.c.reference == fact.reference)
        row = connection.execute(select(parts).where(hers)).one_or_none()
        if row is None:
            put(connection, recorded, person, rfc3339(recorded.occurred_at))
        elif row.person_id == row.key_of:  # whoever was split off keeps the signs she was split off with
            (whole,) = together((from_text(row.sealed, Involved),), (person,))
            for table in (parts, known_by):
                connection.execute(
                    delete(table).where(table.c.key_of == row.key_of, table.c.reference == fact.reference)
                )
            put(connection, recorded, whole, row.received_at)


def on_person_split_off(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, PersonSplitOff)
    for table in (parts, known_by):
        hers = (table.c.person_id == fact.person_id) & (table.c.reference == fact.reference)
        connection.execute(update(table).where(hers).values(person_id=fact.split_id))


def on_person_forgotten(connection: Connection, recorded: Recorded) -> None:
    """Her rows, and those of whoever was split off from her, whose details stood under her key."""
    assert isinstance(recorded.fact, PersonForgotten)
    person_id = recorded.fact.person_id
    for table in (parts, known_by):
        connection.execute(delete(table).where((table.c.person_id == person_id) | (table.c.key_of == person_id)))


def after(connection: Connection, position: int, referrals: int) -> Sequence[Row[Any]]:
    """The people of the next referrals behind a position of the log, whole referrals at a time."""
    next_ones = select(parts.c.position).where(parts.c.position > position).distinct()
    wanted = next_ones.order_by(parts.c.position).limit(referrals).subquery()
    query = select(parts).where(parts.c.position.in_(select(wanted.c.position)))
    return list(connection.execute(query.order_by(parts.c.position, parts.c.person_id)))


def near(connection: Connection, part: Row[Any], limit: int = MOST_NEAR) -> Sequence[Row[Any]]:
    """Records of other people in other referrals that have signs in common with this one, those with most first."""
    theirs, many = known_by.alias(), func.count().label("many")
    common = (
        select(theirs.c.person_id, theirs.c.reference, many)
        .join(known_by, known_by.c.sign == theirs.c.sign)
        .where(known_by.c.person_id == part.person_id, known_by.c.reference == part.reference)
        .where(theirs.c.person_id != part.person_id, theirs.c.reference != part.reference)
        .group_by(theirs.c.person_id, theirs.c.reference)
        .order_by(many.desc(), theirs.c.person_id, theirs.c.reference)
        .limit(limit)
        .subquery()
    )
    these = (parts.c.person_id == common.c.person_id) & (parts.c.reference == common.c.reference)
    return list(connection.execute(select(parts).join(common, these)))


def bearing(connection: Connection, blind_signs: Sequence[str]) -> Sequence[Row[Any]]:
    """Every record of a person that bears one of these signs, once for each sign it bears."""
    same = (parts.c.person_id == known_by.c.person_id) & (parts.c.reference == known_by.c.reference)
    query = select(known_by.c.sign, parts.c.person_id, parts.c.reference, parts.c.referral_id)
    return list(connection.execute(query.join(parts, same).where(known_by.c.sign.in_(blind_signs))))


def of_person(connection: Connection, person_id: str) -> Sequence[Row[Any]]:
    """Every record of one person, newest first."""
    query = select(parts).where(parts.c.person_id == person_id)
    return list(connection.execute(query.order_by(parts.c.received_at.desc(), parts.c.reference)))


def opened(part: Row[Any], opener: Opener) -> Details:
    """What a record says, in clear, for as long as it takes to compare it."""
    return details_of(from_text(part.sealed, Involved), opener)


def details_of(person: Involved, opener: Opener) -> Details:
    """The same of a person as the fact holds her; what was erased is not there."""
    return Details(
        full_name=still_known(opener, person.full_name, Identity),
        date_of_birth=still_known(opener, person.date_of_birth, Identity),
        phone=still_known(opener, person.phone, Contact),
        email=still_known(opener, person.email, Contact),
        address=still_known(opener, person.address, Place),
    )
