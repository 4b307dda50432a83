"""Keeps the rows of agendas up with the facts."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from services.panels.domain.events import (
    ActionAssigned,
    ActionClosed,
    AgendaCirculated,
    AgendaItemMoved,
    CaseBanded,
    CaseCarriedOver,
    CaseDecided,
    CaseDeferred,
    CaseListed,
    CaseMovedToSitting,
    CaseReferred,
    FlagsTakenOff,
    LateReferralAccepted,
    LateReferralRaised,
    MeetingConvened,
    MeetingMoved,
    ReferralAdded,
    ReferralReassessed,
    StandingCaseClosed,
)
from services.panels.domain.values.agendas import written
from services.panels.domain.values.bands import DEFERRED
from services.panels.domain.values.sittings import Sitting, a_year_after, london_day
from services.panels.read_models.agenda import people
from services.panels.read_models.agenda.tables import (
    NOT_CLOSED,
    TABLES,
    actions,
    cases,
    meetings,
    moves,
    referrals,
    reviews,
    versions,
)
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded


def on_meeting(connection: Connection, recorded: Recorded) -> None:
    """A meeting was convened, or moved."""
    fact = recorded.fact
    assert isinstance(fact, MeetingConvened | MeetingMoved)
    _ensure_meeting(connection, fact.sitting)
    row = {"starts_at": rfc3339(fact.sitting.starts_at), "sitting": written(fact.sitting)}
    connection.execute(update(meetings).where(meetings.c.meeting_id == fact.meeting_id).values(row))


def on_case_referred(connection: Connection, recorded: Recorded) -> None:
    """A hearing opens; the one before it has nothing more to come back for."""
    fact = recorded.fact
    assert isinstance(fact, CaseReferred)
    earlier = (cases.c.case_id == fact.case_id) & (cases.c.hearing < fact.hearing)
    connection.execute(update(cases).where(earlier).values(twelve_months_on=None, review_on=None))
    row = {
        "case_id": fact.case_id,
        "hearing": fact.hearing,
        "panel": fact.panel,
        "entry": "in_time",
        "repeat": fact.repeat,
        "voice_id": fact.voice_id,
        "subject_id": fact.subject_id,
    }
    connection.execute(insert(cases), row)
    _keep_referral(connection, fact)


def on_referral(connection: Connection, recorded: Recorded) -> None:
    """A referral joined the hearing, or was judged again."""
    fact = recorded.fact
    assert isinstance(fact, ReferralAdded | ReferralReassessed)
    _keep_referral(connection, fact)


def on_agenda(connection: Connection, recorded: Recorded) -> None:
    """A case came onto a meeting's agenda, whichever way."""
    fact: Any = recorded.fact
    _ensure_meeting(connection, fact.sitting)
    _change(connection, fact, meeting_id=fact.sitting.meeting_id, entry=_ENTRIES[type(fact)])


def on_case_listed(connection: Connection, recorded: Recorded) -> None:
    """In time; or its meeting was moved, and how it came there stays as it was."""
    fact = recorded.fact
    assert isinstance(fact, CaseListed)
    _ensure_meeting(connection, fact.sitting)
    _change(connection, fact, meeting_id=fact.sitting.meeting_id)


def on_case_decided(connection: Connection, recorded: Recorded) -> None:
    """A case was heard; a standing one stays with the meeting that heard it first."""
    fact = recorded.fact
    assert isinstance(fact, CaseDecided)
    row = connection.execute(select(cases).where(_hearing(fact))).one()
    heard_at = rfc3339(fact.heard_at)
    changes: dict[str, Any] = {
        "heard_at": heard_at,
        "twelve_months_on": a_year_after(london_day(fact.heard_at)).isoformat(),
    }
    # A band looked at again stays with the meeting that heard it first.
    if row.standing_since is None and (row.heard_at is None or row.meeting_id == fact.meeting_id):
        changes |= {"meeting_id": fact.meeting_id, "standing_since": heard_at if fact.core_group else None}
    _change(connection, fact, **changes)


def on_case_banded(connection: Connection, recorded: Recorded) -> None:
    """A band was given or not: it comes back for its review, and for nothing else."""
    fact = recorded.fact
    assert isinstance(fact, CaseBanded)
    if fact.result == DEFERRED:
        return
    row = connection.execute(select(cases).where(_hearing(fact))).one()
    review_on = fact.review_on.isoformat() if fact.review_on else None
    _change(connection, fact, twelve_months_on=None, review_on=review_on)
    again = {"case_id": fact.case_id, "hearing": fact.hearing, "meeting_id": fact.meeting_id}
    known = connection.execute(select(reviews).filter_by(**again)).first()
    if row.meeting_id != fact.meeting_id and known is None:
        connection.execute(insert(reviews).values(again))


def on_standing_case_closed(connection: Connection, recorded: Recorded) -> None:
    """A case left the core group."""
    fact = recorded.fact
    assert isinstance(fact, StandingCaseClosed)
    _change(connection, fact, standing_until=rfc3339(recorded.occurred_at))


def on_flags_taken_off(connection: Connection, recorded: Recorded) -> None:
    """Nothing more to come back for."""
    fact = recorded.fact
    assert isinstance(fact, FlagsTakenOff)
    _change(connection, fact, twelve_months_on=None)


def on_action_assigned(connection: Connection, recorded: Recorded) -> None:
    """Outstanding from now on."""
    fact = recorded.fact
    assert isinstance(fact, ActionAssigned)
    names = ("action_id", "panel", "meeting_id", "case_id", "case_reference", "referral_id", "agency")
    row = {name: getattr(fact, name) for name in names} | {"due": fact.due.isoformat()}
    row |= {"outstanding_until": NOT_CLOSED}
    connection.execute(insert(actions), row)


def on_action_closed(connection: Connection, recorded: Recorded) -> None:
    """Not outstanding at meetings after this."""
    fact = recorded.fact
    assert isinstance(fact, ActionClosed)
    closed_at = rfc3339(recorded.occurred_at)
    connection.execute(update(actions).where(actions.c.action_id == fact.action_id).values(outstanding_until=closed_at))


def on_agenda_item_moved(connection: Connection, recorded: Recorded) -> None:
    """The order within a section was changed by hand."""
    fact = recorded.fact
    assert isinstance(fact, AgendaItemMoved)
    row = {"position": recorded.position, "meeting_id": fact.meeting_id, "move": written(fact.move)}
    connection.execute(insert(moves), row)


def on_agenda_circulated(connection: Connection, recorded: Recorded) -> None:
    """One more frozen version."""
    fact = recorded.fact
    assert isinstance(fact, AgendaCirculated)
    row = {"meeting_id": fact.meeting_id, "version": fact.agenda_version, "agenda": written(fact.agenda)}
    connection.execute(insert(versions), row)


def _ensure_meeting(connection: Connection, sitting: Sitting) -> None:
    """A case can be put on a meeting before anybody convened it: its agenda has to be there all the same."""
    known = select(meetings.c.meeting_id).where(meetings.c.meeting_id == sitting.meeting_id)
    if connection.execute(known).first() is None:
        row = {"meeting_id": sitting.meeting_id, "panel": sitting.panel}
        row |= {"starts_at": rfc3339(sitting.starts_at), "sitting": written(sitting)}
        connection.execute(insert(meetings), row)


def _keep_referral(connection: Connection, fact: CaseReferred | ReferralAdded | ReferralReassessed) -> None:
    """In place of what was known of it, else after those known already."""
    held = (referrals.c.case_id == fact.case_id) & (referrals.c.hearing == fact.hearing)
    given = fact.referral
    known = {"case_reference": given.case_reference, "details": written(given)}
    same = held & (referrals.c.referral_id == given.referral_id)
    if connection.execute(update(referrals).where(same).values(known)).rowcount:
        return
    number = connection.execute(select(func.count()).select_from(referrals).where(held)).scalar_one()
    row = {"case_id": fact.case_id, "hearing": fact.hearing, "number": number}
    named = {"referral_id": given.referral_id, "reference": given.reference}
    connection.execute(insert(referrals), row | named | known)


def _hearing(fact: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (cases.c.case_id == fact.case_id) & (cases.c.hearing == fact.hearing)
    return found


def _change(connection: Connection, fact: Any, **values: object) -> None:
    connection.execute(update(cases).where(_hearing(fact)).values(values))


_ENTRIES: dict[Any, str] = {
    LateReferralRaised: "awaiting_choice",
    LateReferralAccepted: "late",
    CaseMovedToSitting: "moved",
    CaseDeferred: "deferred",
    CaseCarriedOver: "carried_over",
}

VIEW = View(
    "panels_agenda",
    5,
    TABLES,
    {
        MeetingConvened: on_meeting,
        MeetingMoved: on_meeting,
        CaseReferred: on_case_referred,
        ReferralAdded: on_referral,
        ReferralReassessed: on_referral,
        CaseListed: on_case_listed,
        **dict.fromkeys(_ENTRIES, on_agenda),
        CaseDecided: on_case_decided,
        CaseBanded: on_case_banded,
        StandingCaseClosed: on_standing_case_closed,
        FlagsTakenOff: on_flags_taken_off,
        ActionAssigned: on_action_assigned,
        ActionClosed: on_action_closed,
        AgendaItemMoved: on_agenda_item_moved,
        AgendaCirculated: on_agenda_circulated,
        **people.APPLY,
    },
)
