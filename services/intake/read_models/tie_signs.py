"""Under which signs a referral is found besides the people it came with: where it happened, and newer details."""

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
)
from services.intake.domain.insiders import signs_of_details, signs_of_place
from services.intake.domain.likeness import Details
from shared.event_store.views import View
from shared.kernel.messages import Recorded
from shared.kernel.personal import Contact, Identity, Indexer, Opener, Place, still_known

_metadata = MetaData()

# `person_id` is who bears the sign: a person by her newer details, or the place, which nobody else is called.
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
        1,
        (borne,),
        {
            ReferralSubmitted: partial(_on_place, opener, indexer),
            AnswersGiven: partial(_on_place, opener, indexer),
            ContactDetailsChanged: partial(_on_details, opener, indexer),
            PersonForgotten: on_person_forgotten,
        },
        forgets=(PersonForgotten,),
    )


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
