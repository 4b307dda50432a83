"""How the people of each referral may be reached safely, as last heard."""

from sqlalchemy import Column, Connection, MetaData, Table, Text, delete, insert, select

from services.triage.domain import events
from services.triage.domain.events import SafeContact, as_text, from_text
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


def on_safe_contact_noted(connection: Connection, recorded: Recorded) -> None:
    """What is said anew takes the place of what was said before."""
    fact = recorded.fact
    assert isinstance(fact, events.SafeContactNoted)
    whose = {"referral_id": fact.referral_id, "person_id": fact.person_id}
    connection.execute(delete(contacts).filter_by(**whose))
    connection.execute(insert(contacts).values(safe_contact=as_text(fact.safe_contact), **whose))


VIEW = View("safe_contacts", 1, (contacts,), {events.SafeContactNoted: on_safe_contact_noted})


def of(connection: Connection, referral_id: str) -> dict[str, SafeContact]:
    """By person, for those of whom anything was said."""
    wanted = select(contacts).where(contacts.c.referral_id == referral_id)
    return {row.person_id: from_text(row.safe_contact, SafeContact) for row in connection.execute(wanted)}
