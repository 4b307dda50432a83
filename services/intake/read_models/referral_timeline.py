"""One referral: what it says as it stands, sealed, and what has happened to it, in order."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, Row, Table, Text, insert, select, update

from services.intake.domain.events import (
    AnswersGiven,
    CampaignNoted,
    ContactDetailsChanged,
    DangerWordsFound,
    DiaryClosed,
    DiaryEntryWritten,
    DiaryOpened,
    DiaryReminderRequested,
    EvidenceAdded,
    EvidenceConsentChanged,
    EvidenceWithdrawn,
    MessageJoined,
    MinutesSpent,
    OutcomeNoted,
    ReferralSubmitted,
    ReferrerNoted,
    ReturnPhraseKept,
    SafeContact,
    SafeContactChanged,
    as_text,
    completed,
    from_text,
)
from services.intake.domain.events.hidden import AddressesHidden, AddressesShown
from services.intake.domain.events.sameness import (
    ABOUT_TWO_REFERRALS,
    OneInAnotherDecided,
    PersonSplitOff,
    ReferralsDecided,
)
from shared.event_store.views import View
from shared.kernel.messages import Recorded

# What has streams of its own, and belongs to the referral's story.
_BESIDE = (
    EvidenceAdded,
    EvidenceConsentChanged,
    EvidenceWithdrawn,
    DiaryOpened,
    DiaryEntryWritten,
    DiaryClosed,
    DiaryReminderRequested,
    PersonSplitOff,
    AddressesHidden,
    AddressesShown,
)

_metadata = MetaData()

referrals = Table(
    "referral_as_it_stands",
    _metadata,
    Column("reference", Text, primary_key=True),
    Column("referral_id", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("submitted", Text, nullable=False),
    Column("outcome", Text),
)

safe_contacts = Table(
    "referral_safe_contacts",
    _metadata,
    Column("reference", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("said_at", Text, nullable=False),
    Column("safe_contact", Text, nullable=False),
)

contact_details = Table(
    "referral_contact_details",
    _metadata,
    Column("reference", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("changed", Text, nullable=False),
)

entries = Table(
    "referral_timeline",
    _metadata,
    Column("reference", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("event_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("occurred_at", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("fact", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A referral as it stands. Details are sealed; `safe_contacts` are the newest ones, by person id; `details` is what
    reaches people by now, as it was said, oldest first; `made_by` is the account that sent it."""

    submitted: ReferralSubmitted
    recorded_at: str
    origin: str
    safe_contacts: dict[str, SafeContact]
    outcome: OutcomeNoted | None
    made_by: str
    details: tuple[ContactDetailsChanged, ...] = ()


def on_referral_submitted(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, ReferralSubmitted)
    connection.execute(
        insert(referrals),
        {
            "reference": fact.reference,
            "referral_id": fact.referral_id,
            "recorded_at": recorded.recorded,
            "origin": recorded.context.origin,
            "made_by": recorded.context.actor,
            "submitted": as_text(fact),
        },
    )
    contacts = {person.person_id: person.safe_contact for person in fact.people if person.safe_contact is not None}
    for person_id, contact in {**contacts, fact.account_of: fact.safe_contact}.items():
        _say(connection, fact.reference, person_id, recorded.occurred, contact)
    _enter(connection, fact.reference, recorded, "{}")


def on_details_changed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, ContactDetailsChanged)
    _say(connection, fact.reference, fact.person_id, recorded.occurred, fact.safe_contact)
    about = {"reference": fact.reference, "person_id": fact.person_id, "position": recorded.position}
    connection.execute(insert(contact_details), {"changed": as_text(fact), **about})
    _enter(connection, fact.reference, recorded, "{}")


def on_safe_contact_changed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, SafeContactChanged)
    _say(connection, fact.reference, fact.person_id, recorded.occurred, fact.safe_contact)
    _enter(connection, fact.reference, recorded)


def on_noted(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, MinutesSpent | CampaignNoted | ReferrerNoted | ReturnPhraseKept)
    _enter(connection, recorded.fact.reference, recorded)


def on_outcome_noted(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, OutcomeNoted)
    changed = update(referrals).where(referrals.c.reference == fact.reference)
    connection.execute(changed.values(outcome=as_text(fact)))
    _enter(connection, fact.reference, recorded)


def on_answers_given(connection: Connection, recorded: Recorded) -> None:
    """The referral as it stands has the newest answer to each question."""
    fact = recorded.fact
    assert isinstance(fact, AnswersGiven)
    this = referrals.c.reference == fact.reference
    before = from_text(connection.execute(select(referrals.c.submitted).where(this)).scalar_one(), ReferralSubmitted)
    connection.execute(update(referrals).where(this).values(submitted=as_text(completed(before, fact))))
    _enter(connection, fact.reference, recorded)


def on_message(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, MessageJoined | DangerWordsFound)
    if fact.reference is not None:
        _enter(connection, fact.reference, recorded)


def on_beside(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, _BESIDE)
    _enter(connection, recorded.fact.reference, recorded)


def on_decided_about_two(connection: Connection, recorded: Recorded) -> None:
    """What was decided about two referrals stands in the story of both."""
    assert isinstance(recorded.fact, ReferralsDecided | OneInAnotherDecided)
    for reference in (recorded.fact.reference, recorded.fact.other):
        _enter(connection, reference, recorded)


VIEW = View(
    "referral_timeline",
    5,
    (referrals, safe_contacts, contact_details, entries),
    {
        ReferralSubmitted: on_referral_submitted,
        SafeContactChanged: on_safe_contact_changed,
        ContactDetailsChanged: on_details_changed,
        AnswersGiven: on_answers_given,
        MessageJoined: on_message,
        DangerWordsFound: on_message,
        MinutesSpent: on_noted,
        CampaignNoted: on_noted,
        ReferrerNoted: on_noted,
        ReturnPhraseKept: on_noted,
        OutcomeNoted: on_outcome_noted,
        **dict.fromkeys(_BESIDE, on_beside),
        **dict.fromkeys(ABOUT_TWO_REFERRALS, on_decided_about_two),
    },
)


def standing(connection: Connection, reference: str) -> Standing | None:
    """A referral as it stands; None if there is none."""
    row = connection.execute(select(referrals).where(referrals.c.reference == reference)).one_or_none()
    if row is None:
        return None
    said = connection.execute(select(safe_contacts).where(safe_contacts.c.reference == reference))
    return Standing(
        submitted=from_text(row.submitted, ReferralSubmitted),
        recorded_at=row.recorded_at,
        origin=row.origin,
        safe_contacts={contact.person_id: from_text(contact.safe_contact, SafeContact) for contact in said},
        outcome=from_text(row.outcome, OutcomeNoted) if row.outcome else None,
        made_by=row.made_by,
        details=_details(connection, reference),
    )


def _details(connection: Connection, reference: str) -> tuple[ContactDetailsChanged, ...]:
    wanted = select(contact_details.c.changed).where(contact_details.c.reference == reference)
    said = connection.execute(wanted.order_by(contact_details.c.position)).scalars()
    return tuple(from_text(text, ContactDetailsChanged) for text in said)


def story(
    connection: Connection, reference: str, before: int | None = None, limit: int | None = None
) -> list[Row[Any]]:
    """What happened to a referral, in the order of recording; `fact` is its JSON, sealed.

    With a `limit` the newest so many, of those before a position where one is given.
    """
    wanted = select(entries).where(entries.c.reference == reference)
    if before is not None:
        wanted = wanted.where(entries.c.position < before)
    return list(connection.execute(wanted.order_by(entries.c.position.desc()).limit(limit)))[::-1]


def _say(connection: Connection, reference: str, person_id: str, said_at: str, contact: SafeContact) -> None:
    values = {"said_at": said_at, "safe_contact": as_text(contact)}
    known = (safe_contacts.c.reference == reference) & (safe_contacts.c.person_id == person_id)
    if not connection.execute(update(safe_contacts).where(known).values(**values)).rowcount:
        connection.execute(insert(safe_contacts), {"reference": reference, "person_id": person_id, **values})


def _enter(connection: Connection, reference: str, recorded: Recorded, fact: str | None = None) -> None:
    context = recorded.context
    connection.execute(
        insert(entries),
        {
            "reference": reference,
            "position": recorded.position,
            "event_id": recorded.event_id,
            "name": recorded.name,
            "occurred_at": recorded.occurred,
            "recorded_at": recorded.recorded,
            "actor": context.actor,
            "role": context.role,
            "fact": as_text(recorded.fact) if fact is None else fact,
        },
    )
