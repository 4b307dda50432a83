"""Asks what an agenda is built from, who waits for the coordinator's choice, and where somebody's case stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select, tuple_

from services.panels.domain.values.agendas import (
    Agenda,
    AgendaCase,
    AgendaInputs,
    Move,
    OpenAction,
    Place,
    read,
)
from services.panels.domain.values.referrals import Details, Entry, Referral
from services.panels.domain.values.sittings import Sitting
from services.panels.read_models.agenda.people import told_who_is_who
from services.panels.read_models.agenda.tables import actions, cases, meetings, moves, referrals, reviews, versions
from shared.kernel.clock import rfc3339
from shared.kernel.kept_from import kept_from


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one hearing of a case stands: on which meeting, how it came there, and when it was heard, if it was."""

    case_id: str
    case_reference: str
    panel: str
    hearing: int
    entry: Entry
    meeting: Sitting
    heard_at: str | None


def inputs(connection: Connection, meeting_id: str) -> AgendaInputs | None:
    """Everything the agenda of a meeting is built from; None where there is no such meeting."""
    sitting = _sitting(connection, meeting_id)
    if sitting is None:
        return None
    found = _cases(connection, cases.c.meeting_id == meeting_id, "new")
    outstanding: tuple[OpenAction, ...] = ()
    if sitting.kind == "regular":
        found += _cases(connection, _standing_at(sitting), "core_group")
        found += _cases(connection, _reviews_by(sitting), "band_reviews")
        found += _cases(connection, _looked_at(sitting), "band_reviews")
        found += _cases(connection, _twelve_months_by(sitting), "twelve_months")
        outstanding = _outstanding(connection, sitting)
    return AgendaInputs(
        sitting=sitting,
        cases=told_who_is_who(connection, found),
        actions=outstanding,
        moves=_moves(connection, meeting_id),
        circulated=_circulated(connection, meeting_id),
    )


def awaiting_choice(connection: Connection, panel: str | None = None) -> list[Standing]:
    """Late referrals nobody has decided on yet, the next meeting's first."""
    wanted = (cases.c.entry == "awaiting_choice") & cases.c.heard_at.is_(None)
    if panel is not None:
        wanted &= cases.c.panel == panel
    return sorted(_standings(connection, wanted), key=lambda found: (found.meeting.starts_at, found.case_id))


def standings(connection: Connection, reference: str) -> list[Standing]:
    """Every hearing that a referral's or case's reference belongs to, in any panel, the newest first."""
    holders = select(referrals.c.case_id).where(
        or_(referrals.c.reference == reference, referrals.c.case_reference == reference)
    )
    found = _standings(connection, cases.c.case_id.in_(holders))
    return sorted(found, key=lambda standing: standing.hearing, reverse=True)


def standings_of(connection: Connection, case_ids: Collection[str]) -> list[Standing]:
    """The last hearing of each of these cases, the newest meeting first."""
    if not case_ids:
        return []
    hearings = _standings(connection, cases.c.case_id.in_(sorted(case_ids)))
    last = {each.case_id: each for each in sorted(hearings, key=lambda each: each.hearing)}
    return sorted(last.values(), key=lambda each: (each.meeting.starts_at, each.case_id), reverse=True)


def referral_ids(connection: Connection, case_ids: Collection[str]) -> tuple[str, ...]:
    """Every referral these cases ever had, so that reading about them can be recorded as reading about each."""
    held = select(referrals.c.referral_id).where(referrals.c.case_id.in_(sorted(case_ids))).distinct()
    return tuple(connection.execute(held.order_by(referrals.c.referral_id)).scalars())


def case_on(connection: Connection, meeting_id: str, reference: str) -> str | None:
    """The id of the case on a meeting's agenda that goes by a reference."""
    built_from = inputs(connection, meeting_id)
    for case in built_from.cases if built_from else ():
        names = {name for given in case.details.referrals for name in (given.reference, given.case_reference)}
        if reference in names:
            return case.case_id
    return None


def _sitting(connection: Connection, meeting_id: str) -> Sitting | None:
    wanted = select(meetings.c.sitting).where(meetings.c.meeting_id == meeting_id)
    found = connection.execute(wanted).scalar_one_or_none()
    return read(found, Sitting) if found else None


def _standing_at(sitting: Sitting) -> ColumnElement[bool]:
    """Of the core group when the meeting begins: heard before it, and not closed by then."""
    begins = rfc3339(sitting.starts_at)
    return and_(
        cases.c.panel == sitting.panel,
        cases.c.meeting_id != sitting.meeting_id,
        cases.c.standing_since < begins,
        or_(cases.c.standing_until.is_(None), cases.c.standing_until >= begins),
    )


def _twelve_months_by(sitting: Sitting) -> ColumnElement[bool]:
    """Heard a year ago or longer, nothing new since, and the flags still on."""
    return and_(
        cases.c.panel == sitting.panel,
        cases.c.twelve_months_on <= sitting.day.isoformat(),
        or_(cases.c.standing_since.is_(None), cases.c.standing_until.is_not(None)),
    )


def _reviews_by(sitting: Sitting) -> ColumnElement[bool]:
    """A band that is due for review by then."""
    return and_(
        cases.c.panel == sitting.panel,
        cases.c.review_on <= sitting.day.isoformat(),
        cases.c.meeting_id != sitting.meeting_id,
    )


def _looked_at(sitting: Sitting) -> ColumnElement[bool]:
    """A band that was looked at again at this meeting."""
    here = select(reviews.c.case_id, reviews.c.hearing).where(reviews.c.meeting_id == sitting.meeting_id)
    return tuple_(cases.c.case_id, cases.c.hearing).in_(here)


def _cases(connection: Connection, wanted: ColumnElement[bool], place: Place) -> tuple[AgendaCase, ...]:
    """One line for each person: where she comes back to the meeting that heard her already, the new hearing's."""
    rows = connection.execute(select(cases).where(wanted).order_by(cases.c.case_id, cases.c.hearing)).all()
    details = _details(connection, wanted)
    # Whoever is kept from a case's referrals is kept from the case.
    last = {row.case_id: row for row in rows if (row.case_id, row.hearing) in details}
    return tuple(
        AgendaCase(
            case_id=row.case_id,
            place=place,
            entry=row.entry,
            repeat=row.repeat,
            voice_id=row.voice_id,
            subject_id=row.subject_id,
            details=details[row.case_id, row.hearing],
        )
        for row in last.values()
    )


def _details(connection: Connection, wanted: ColumnElement[bool]) -> dict[tuple[str, int], Details]:
    """The referrals of each hearing wanted, by case and hearing, in one question however many cases there are."""
    same = (referrals.c.case_id == cases.c.case_id) & (referrals.c.hearing == cases.c.hearing)
    joined = select(referrals).join(cases, same).where(wanted).order_by(referrals.c.number)
    found: dict[tuple[str, int], list[Referral]] = {}
    for row in connection.execute(joined):
        found.setdefault((row.case_id, row.hearing), []).append(read(row.details, Referral))
    return {key: Details(referrals=tuple(given)) for key, given in found.items()}


def _outstanding(connection: Connection, sitting: Sitting) -> tuple[OpenAction, ...]:
    """Given at an earlier meeting of the panel and still open when this one begins."""
    begins = rfc3339(sitting.starts_at)
    wanted = (
        select(actions)
        .join(meetings, meetings.c.meeting_id == actions.c.meeting_id)
        .where(
            actions.c.panel == sitting.panel,
            meetings.c.starts_at < begins,
            actions.c.outstanding_until >= begins,
        )
        .order_by(actions.c.action_id)
    )
    return tuple(
        OpenAction(
            action_id=row.action_id,
            agency=row.agency,
            due=date.fromisoformat(row.due),
            case_id=row.case_id,
            case_reference=row.case_reference,
            referral_id=row.referral_id,
        )
        for row in connection.execute(wanted)
    )


def _moves(connection: Connection, meeting_id: str) -> tuple[Move, ...]:
    wanted = select(moves.c.move).where(moves.c.meeting_id == meeting_id).order_by(moves.c.position)
    return tuple(read(text, Move) for text in connection.execute(wanted).scalars())


def _circulated(connection: Connection, meeting_id: str) -> tuple[Agenda, ...]:
    wanted = select(versions.c.agenda).where(versions.c.meeting_id == meeting_id).order_by(versions.c.version)
    return tuple(read(text, Agenda).without(kept_from()) for text in connection.execute(wanted).scalars())


def _standings(connection: Connection, wanted: ColumnElement[bool]) -> list[Standing]:
    joined = select(cases, meetings.c.sitting).join(meetings, meetings.c.meeting_id == cases.c.meeting_id)
    rows: Sequence[Row[Any]] = connection.execute(joined.where(wanted)).all()
    details = _details(connection, wanted)
    return [
        Standing(
            case_id=row.case_id,
            case_reference=details[row.case_id, row.hearing].case_reference,
            panel=row.panel,
            hearing=row.hearing,
            entry=row.entry,
            meeting=read(row.sitting, Sitting),
            heard_at=row.heard_at,
        )
        for row in rows
        if (row.case_id, row.hearing) in details
    ]
