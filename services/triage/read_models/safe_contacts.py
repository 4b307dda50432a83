"""How the people of each referral may be reached safely, and by what, as last heard."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, delete, insert, select

from services.triage.domain import events
from services.triage.domain.events import (
    AddressHidden,
    AddressShown,
    ContactDetailsNoted,
    Person,
    SafeContact,
    as_text,
    from_text,
)
from shared.event_store.views import View
from shared.kernel.messages import Recorded

_metadata = MetaData()

contacts = Table(
    "triage_safe_contacts",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("safe_contact", Text, nullable=False),
)

details = Table(
    "triage_contact_details",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("noted", Text, nullable=False),
)


# Whose address is that of which place that nobody may find; one code at a time shows it.
hidden = Table(
    "triage_hidden_addresses",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
)


def on_address_hidden(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, AddressHidden)
    _show(connection, fact)
    rows = [
        {"referral_id": fact.referral_id, "code": fact.code, "person_id": person_id} for person_id in fact.person_ids
    ]
    if rows:
        connection.execute(insert(hidden), rows)


def on_address_shown(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, AddressShown)
    _show(connection, recorded.fact)


def _show(connection: Connection, fact: AddressHidden | AddressShown) -> None:
    connection.execute(delete(hidden).filter_by(referral_id=fact.referral_id, code=fact.code))


def on_contact_details_noted(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, ContactDetailsNoted)
    row = {"referral_id": fact.referral_id, "position": recorded.position, "noted": as_text(fact)}
    connection.execute(insert(details), row)


def on_safe_contact_noted(connection: Connection, recorded: Recorded) -> None:
    """What is said anew takes the place of what was said before."""
    fact = recorded.fact
    assert isinstance(fact, events.SafeContactNoted)
    whose = {"referral_id": fact.referral_id, "person_id": fact.person_id}
    connection.execute(delete(contacts).filter_by(**whose))
    connection.execute(insert(contacts), {"safe_contact": as_text(fact.safe_contact), **whose})


VIEW = View(
    "safe_contacts",
    3,
    (contacts, details, hidden),
    {
        events.SafeContactNoted: on_safe_contact_noted,
        ContactDetailsNoted: on_contact_details_noted,
        AddressHidden: on_address_hidden,
        AddressShown: on_address_shown,
    },
)


def of(connection: Connection, referral_id: str) -> dict[str, SafeContact]:
    """By person, for those of whom anything was said."""
    wanted = select(contacts).where(contacts.c.referral_id == referral_id)
    return {row.person_id: from_text(row.safe_contact, SafeContact) for row in connection.execute(wanted)}


def hidden_in(connection: Connection, referral_id: str) -> Mapping[str, str]:
    """Whose address in a referral nobody may find, with the code of the place: never shown, sent on or exported."""
    wanted = select(hidden.c.person_id, hidden.c.code).where(hidden.c.referral_id == referral_id)
    return {row.person_id: row.code for row in connection.execute(wanted.order_by(hidden.c.code))}


def brought_up_to_date(connection: Connection, referral_id: str, people: Sequence[Person]) -> list[Person]:
    """The people of a referral with what reaches each by now; an old number is shown to nobody, nor is a refuge."""
    wanted = select(details.c.noted).where(details.c.referral_id == referral_id).order_by(details.c.position)
    found = list(people)
    for text in connection.execute(wanted).scalars():
        noted = from_text(text, ContactDetailsNoted)
        found = [noted.applied_to(each) if each.person_id == noted.person_id else each for each in found]
    unfindable = hidden_in(connection, referral_id)
    return [each.not_to_be_found() if each.person_id in unfindable else each for each in found]
