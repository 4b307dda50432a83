"""Who has been here before: blind indexes of names, numbers and places to people and referrals, and nothing in clear.

A word of the index leads to a person's id, never to the word. The rows of somebody forgotten go with her key.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, Row, Table, Text, delete, func, insert, select, update

from services.intake.domain.addresses import house, place_sign
from services.intake.domain.events import (
    AnswersGiven,
    ContactDetailsChanged,
    Involved,
    Location,
    PersonForgotten,
    ReferralSubmitted,
)
from services.intake.domain.events.sameness import PersonSplitOff
from services.intake.domain.values import email_address, name_words, phone_digits, postcode
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded
from shared.kernel.personal import Contact, DataClass, Identity, Indexer, Opener, Place, still_known

MOST_FOUND = 100

_metadata = MetaData()

people = Table(
    "people_index",
    _metadata,
    Column("sign", Text, primary_key=True),
    Column("word", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("reference", Text, primary_key=True),
    Column("received_at", Text, nullable=False),
    Column("key_of", Text, nullable=False),
    Index("people_index_person", "person_id"),
    Index("people_index_key", "key_of"),
    sqlite_with_rowid=False,
)

involved = Table(
    "people_involved",
    _metadata,
    Column("person_id", Text, primary_key=True),
    Column("reference", Text, primary_key=True),
    Column("roles", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("key_of", Text, nullable=False, index=True),
    Index("people_involved_reference", "reference"),
)

# What each sign is, and how what was typed becomes the words looked up.
SIGNS: dict[str, tuple[type[DataClass], Callable[[str], Sequence[str]]]] = {
    "name": (Identity, name_words),
    "phone": (Contact, lambda typed: _one(phone_digits(typed))),
    "email": (Contact, lambda typed: _one(email_address(typed))),
    "postcode": (Place, lambda typed: _one(postcode(typed))),
    "uprn": (Place, lambda typed: _one(typed.strip().lstrip("0"))),
    "place": (Place, lambda typed: _one(typed)),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """How many referrals bore a sign, and when the first of them was received; None where there were none."""

    referrals: int
    first: datetime | None


def view(opener: Opener, indexer: Indexer) -> View:
    """The view, which opens details for as long as it takes to make their blind index."""

    def on_referral_submitted(connection: Connection, recorded: Recorded) -> None:
        fact = recorded.fact
        assert isinstance(fact, ReferralSubmitted)
        came = {"reference": fact.reference, "received_at": rfc3339(fact.received_at)}
        words = {(sign, _blind(indexer, sign, word), person_id) for sign, word, person_id in _words(fact, opener)}
        if words:
            rows = [
                {"sign": sign, "word": word, "person_id": person_id, "key_of": person_id} | came
                for sign, word, person_id in sorted(words)
            ]
            connection.execute(insert(people), rows)
        roles = {fact.account_of: "", **{person.person_id: " ".join(person.roles) for person in fact.people}}
        connection.execute(
            insert(involved),
            [
                {"person_id": person_id, "key_of": person_id, "roles": names} | came
                for person_id, names in roles.items()
            ],
        )

    return View(
        "people",
        3,
        (people, involved),
        {
            ReferralSubmitted: on_referral_submitted,
            PersonSplitOff: on_person_split_off,
            AnswersGiven: _on_answers_given(opener, indexer),
            ContactDetailsChanged: _on_details_changed(opener, indexer),
            PersonForgotten: on_person_forgotten,
        },
        forgets=(PersonForgotten,),
    )


def _on_details_changed(opener: Opener, indexer: Indexer) -> Callable[[Connection, Recorded], None]:
    def on_details_changed(connection: Connection, recorded: Recorded) -> None:
        """She is found by the new ones too; the old ones were hers, and lead to her still."""
        fact = recorded.fact
        assert isinstance(fact, ContactDetailsChanged)
        known = select(involved).where(involved.c.reference == fact.reference, involved.c.key_of == fact.person_id)
        if (who := connection.execute(known).one_or_none()) is None:
            return
        found = (
            *_spelt("phone", still_known(opener, fact.phone, Contact), fact.person_id),
            *_spelt("email", still_known(opener, fact.email, Contact), fact.person_id),
        )
        _also_known_by(connection, who, [(sign, _blind(indexer, sign, word)) for sign, word, _ in found])

    return on_details_changed


def _on_answers_given(opener: Opener, indexer: Indexer) -> Callable[[Connection, Recorded], None]:
    def on_answers_given(connection: Connection, recorded: Recorded) -> None:
        """Whoever is named since is found from now on, and so is the place that is told since."""
        fact = recorded.fact
        assert isinstance(fact, AnswersGiven)
        for person in fact.people:
            _takes_part(connection, fact.reference, person.person_id, " ".join(person.roles))
        words = [*_of_people(fact.people, opener)]
        if fact.location is not None and (owner := _owner_of(fact.location)) is not None:
            words += _of_place(fact.location, owner, opener)
        for sign, word, person_id in words:
            part = select(involved).where(involved.c.reference == fact.reference, involved.c.key_of == person_id)
            if (who := connection.execute(part).one_or_none()) is not None:
                _also_known_by(connection, who, [(sign, _blind(indexer, sign, word))])

    return on_answers_given


def _takes_part(connection: Connection, reference: str, key_of: str, roles: str) -> None:
    """Somebody's part in a referral, with the roles she has had so far and these."""
    row = connection.execute(select(involved).filter_by(reference=reference, key_of=key_of)).one_or_none()
    if row is not None:
        whole = " ".join(dict.fromkeys([*row.roles.split(), *roles.split()]))
        connection.execute(update(involved).filter_by(reference=reference, key_of=key_of).values(roles=whole))
        return
    came = connection.execute(select(involved.c.received_at).filter_by(reference=reference).limit(1)).scalar_one()
    part = {"person_id": key_of, "key_of": key_of, "reference": reference, "roles": roles, "received_at": came}
    connection.execute(insert(involved), part)


def _also_known_by(connection: Connection, who: Row[Any], words: Sequence[tuple[str, str]]) -> None:
    """Words of somebody's part in a referral beside those that stand there already."""
    for sign, word in words:
        row = {"sign": sign, "word": word, "reference": who.reference, "person_id": who.person_id}
        if connection.execute(select(people).filter_by(**row)).first() is None:
            connection.execute(insert(people), {"key_of": who.key_of, "received_at": who.received_at, **row})


def on_person_split_off(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, PersonSplitOff)
    for table in (people, involved):
        hers = (table.c.person_id == fact.person_id) & (table.c.reference == fact.reference)
        connection.execute(update(table).where(hers).values(person_id=fact.split_id))


def on_person_forgotten(connection: Connection, recorded: Recorded) -> None:
    """Her rows, and those of whoever was split off from her, whose details stood under her key."""
    assert isinstance(recorded.fact, PersonForgotten)
    person_id = recorded.fact.person_id
    for table in (people, involved):
        connection.execute(delete(table).where((table.c.person_id == person_id) | (table.c.key_of == person_id)))


def found(connection: Connection, indexer: Indexer, sign: str, typed: str, limit: int = MOST_FOUND) -> list[Row[Any]]:
    """Who bears a sign, person and referral, newest first; of a name every word must fit, in any order."""
    words = _blinds(indexer, sign, typed)
    if not words:
        return []
    columns = (people.c.person_id, people.c.reference, people.c.received_at)
    query = select(*columns).where(people.c.sign == sign, people.c.word.in_(words)).group_by(*columns)
    query = query.having(func.count() == len(words))
    return list(connection.execute(query.order_by(people.c.received_at.desc(), people.c.reference).limit(limit)))


def seen(
    connection: Connection, indexer: Indexer, sign: str, typed: str, since: datetime, besides: str | None = None
) -> Seen:
    """The referrals that bore a sign since a moment, but for one: the same place, say, or the same telephone."""
    words = _blinds(indexer, sign, typed)
    if not words:
        return Seen(0, None)
    bore = select(people.c.reference, people.c.received_at).where(
        people.c.sign == sign, people.c.word.in_(words), people.c.received_at >= rfc3339(since)
    )
    bore = bore.where(people.c.reference != besides) if besides is not None else bore
    each = bore.group_by(people.c.reference, people.c.person_id, people.c.received_at)
    found = each.having(func.count() == len(words)).subquery()
    counted = select(func.count(found.c.reference.distinct()), func.min(found.c.received_at))
    referrals, first = connection.execute(counted).one()
    return Seen(referrals, datetime.fromisoformat(first) if first else None)


def parts_of(connection: Connection, person_ids: Iterable[str]) -> list[Row[Any]]:
    """The parts these people have in referrals, by reference."""
    query = select(involved).where(involved.c.person_id.in_(sorted(person_ids)))
    return list(connection.execute(query.order_by(involved.c.reference, involved.c.person_id)))


def recognised_as(connection: Connection, person_id: str) -> list[Row[Any]]:
    """The parts of whoever was recognised under an id, whatever id she goes by there by now."""
    return list(
        connection.execute(select(involved).where(involved.c.key_of == person_id).order_by(involved.c.reference))
    )


def came_from(connection: Connection, person_ids: Iterable[str]) -> list[str]:
    """The ids under which those who go by these were recognised."""
    query = select(involved.c.key_of).where(involved.c.person_id.in_(sorted(person_ids))).distinct()
    return list(connection.execute(query.order_by(involved.c.key_of)).scalars())


def goes_by(connection: Connection, reference: str) -> dict[str, str]:
    """Which id each person of a referral goes by now, by the one she was recognised under."""
    query = select(involved.c.key_of, involved.c.person_id).where(involved.c.reference == reference)
    return {row.key_of: row.person_id for row in connection.execute(query)}


def referrals_of(connection: Connection, person_id: str) -> list[Row[Any]]:
    """The referrals a person has a part in: where to look for texts that speak of her, without a claim to be all."""
    query = select(involved).where(involved.c.person_id == person_id)
    return list(connection.execute(query.order_by(involved.c.received_at, involved.c.reference)))


def _blinds(indexer: Indexer, sign: str, typed: str) -> list[str]:
    return sorted({_blind(indexer, sign, word) for word in SIGNS[sign][1](typed)})


def _blind(indexer: Indexer, sign: str, word: str) -> str:
    return indexer.index(SIGNS[sign][0], f"{sign}|{word}")


def _words(fact: ReferralSubmitted, opener: Opener) -> Iterator[tuple[str, str, str]]:
    """Sign, word and person for everything that can be opened."""
    yield from _of_people(fact.people, opener)
    yield from _of_place(fact.location, fact.account_of, opener)


def _of_people(named: Iterable[Involved], opener: Opener) -> Iterator[tuple[str, str, str]]:
    for person in named:
        yield from _spelt("name", still_known(opener, person.full_name, Identity), person.person_id)
        yield from _spelt("phone", still_known(opener, person.phone, Contact), person.person_id)
        yield from _spelt("email", still_known(opener, person.email, Contact), person.person_id)


def _of_place(place: Location, owner: str, opener: Opener) -> Iterator[tuple[str, str, str]]:
    postcode, address = (still_known(opener, each, Place) for each in (place.postcode, place.address))
    yield from _spelt("postcode", postcode, owner)
    yield from _spelt("uprn", still_known(opener, place.uprn, Place), owner)
    yield from _spelt("place", place_sign(house(address, postcode)), owner)


def _owner_of(place: Location) -> str | None:
    """Under whose key it stands; None where nothing of it is sealed."""
    return next((each.p for each in (place.postcode, place.address, place.uprn) if each is not None), None)


def _spelt(sign: str, clear: str | None, person_id: str) -> Iterator[tuple[str, str, str]]:
    for word in SIGNS[sign][1](clear) if clear else ():
        yield sign, word, person_id


def _one(word: str | None) -> tuple[str, ...]:
    return (word,) if word else ()
