"""Under which signs a referral is found besides the people it came with: where it was, newer details, later names."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, Row, Table, Text, delete, insert, select

from services.intake.domain.events import (
    AnswersGiven,
    ContactDetailsChanged,
    Location,
    PersonForgotten,
    ReferralSubmitted,
    SafeContact,
    SafeContactChanged,
)
from services.intake.domain.events.insiders import PersonNamed
from services.intake.domain.insiders import signs_of_details, signs_of_name, signs_of_place
from services.intake.domain.likeness import Details
from shared.event_store.views import View
from shared.kernel.messages import Recorded
from shared.kernel.personal import Contact, Identity, Indexer, Opener, Personal, Place, still_known

_metadata = MetaData()

# `person_id` is who bears the sign: a person by her newer details, the place, which nobody else is called, or one name
# (as it is sealed) of somebody named later or who must not find out: two names are not read as one person's.
borne = Table(
    "insider_signs",
    _metadata,
    Column("sign", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("reference", Text, primary_key=True),
    Column("referral_id", Text, nullable=False),
    Column("key_of", Text, nullable=False, index=True),
    Index("insider_signs_person", "person_id", "reference"),
)

_PLACE = "place"


def view(opener: Opener, indexer: Indexer) -> View:
    """The view, which opens details for as long as it takes to make their blind index."""
    return View(
        "tie_signs",
        2,
        (borne,),
        {
            ReferralSubmitted: partial(_on_submitted, opener, indexer),
            AnswersGiven: partial(_on_place, opener, indexer),
            ContactDetailsChanged: partial(_on_details, opener, indexer),
            SafeContactChanged: partial(_on_safe_contact, opener, indexer),
            PersonNamed: partial(_on_named, opener, indexer),
            PersonForgotten: on_person_forgotten,
        },
        forgets=(PersonForgotten,),
    )


def _on_submitted(opener: Opener, indexer: Indexer, connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, ReferralSubmitted)
    _on_place(opener, indexer, connection, recorded)
    for contact in (fact.safe_contact, *(person.safe_contact for person in fact.people)):
        _put_names(opener, indexer, connection, fact, contact)


def _on_safe_contact(opener: Opener, indexer: Indexer, connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, SafeContactChanged)
    _put_names(opener, indexer, connection, fact, fact.safe_contact)


def _put_names(
    opener: Opener, indexer: Indexer, connection: Connection, fact: Any, contact: SafeContact | None
) -> None:
    """Who must not find out is mostly who harms, and often named nowhere else."""
    for sealed in contact.must_not_receive if contact else ():
        _put_name(opener, indexer, connection, fact, sealed)


def _on_named(opener: Opener, indexer: Indexer, connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, PersonNamed)
    _put_name(opener, indexer, connection, fact, fact.called)


def _put_name(opener: Opener, indexer: Indexer, connection: Connection, fact: Any, sealed: Personal[Identity]) -> None:
    _put(connection, indexer, fact, sealed.c, sealed.p, signs_of_name(still_known(opener, sealed, Identity)))


def _on_place(opener: Opener, indexer: Indexer, connection: Connection, recorded: Recorded) -> None:
    """A place that is given later is a further one: what was said first may be true as well."""
    fact = recorded.fact
    assert isinstance(fact, ReferralSubmitted | AnswersGiven)
    place: Location | None = fact.location
    sealed = (place.address or place.postcode) if place is not None else None
    if place is None or sealed is None:
        return
    address, postcode = still_known(opener, place.address, Place), still_known(opener, place.postcode, Place)
    _put(connection, indexer, fact, _PLACE, sealed.p, signs_of_place(address, postcode))


def _on_details(opener: Opener, indexer: Indexer, connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, ContactDetailsChanged)
    details = Details(
        phone=still_known(opener, fact.phone, Contact),
        email=still_known(opener, fact.email, Contact),
        address=still_known(opener, fact.address, Place),
    )
    _put(connection, indexer, fact, fact.person_id, fact.person_id, signs_of_details(details))


def _put(connection: Connection, indexer: Indexer, fact: Any, bearer: str, key_of: str, signs: Collection[str]) -> None:
    """Once each: what somebody says twice is borne once."""
    blind = sorted({indexer.index(Identity, sign) for sign in signs})
    this = {"person_id": bearer, "reference": fact.reference}
    known = set(connection.execute(select(borne.c.sign).filter_by(**this)).scalars())
    rows = [{"sign": sign, "referral_id": fact.referral_id, "key_of": key_of, **this} for sign in blind]
    if new := [row for row in rows if row["sign"] not in known]:
        connection.execute(insert(borne), new)


def on_person_forgotten(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, PersonForgotten)
    connection.execute(delete(borne).where(borne.c.key_of == recorded.fact.person_id))


def bearing(connection: Connection, blind_signs: Sequence[str]) -> Sequence[Row[Any]]:
    """Every place and newer detail that bears one of these signs, once for each sign it bears."""
    query = select(borne.c.sign, borne.c.person_id, borne.c.reference, borne.c.referral_id)
    return list(connection.execute(query.where(borne.c.sign.in_(blind_signs))))
