"""Every notice with what became of it: which text, by which channel, and what the gate said; no detail of anybody."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    MetaData,
    RowMapping,
    Table,
    Text,
    case,
    func,
    insert,
    select,
    text,
    update,
)

from services.notifications.domain import events
from services.notifications.domain.values.reasons import OF_OURS
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Fact, Recorded

# The order of the page: what may or may not have gone out first, what was refused for safety after what went wrong,
# what is done last.
RANKS: Mapping[str, int] = {
    "uncertain": 1,
    "given_up": 2,
    "withheld": 3,
    "failed": 4,
    "waiting": 5,
    "sending": 5,
    "followed_up": 6,
    "sent": 7,
}
STUCK = ("uncertain", "given_up", "withheld")
# Refused for safety, and nobody is asked for it: whoever has the case must reach them anyway, which is watched there.
_LEFT = 6
# A colleague who was to be told and was not comes before everything: somebody may be waiting for help.
_COLLEAGUE_NOT_TOLD = 0

_table = Table(
    "notifications_notice_log",
    MetaData(),
    Column("notice_id", Text, primary_key=True),
    Column("referral_id", Text),
    Column("reference", Text),
    Column("audience", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("decision", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("decided_at", Text),
    Column("message", Text),
    Column("message_version", Integer),
    Column("language", Text),
    Column("neutral", Boolean),
    Column("channel", Text),
    Column("attempts", Integer, nullable=False),
    Column("failure", Text),
    Column("follow_up", Text),
    Column("watched", Boolean, nullable=False),
    Column("left", Boolean, nullable=False),
    Column("due_at", Text),
    Column("requested_at", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("changed_at", Text, nullable=False),
    Index("notifications_notice_log_reference", "reference"),
    Index("notifications_notice_log_order", "rank", text("changed_at DESC"), "notice_id"),
)


@dataclass(frozen=True, slots=True)
class LoggedNotice:
    """One notice as it stands.

    `about` is the message asked for; `message` the text used, which may be the neutral one instead. `decision` is the
    gate's last word: "pending", "allowed", "not_yet" or "withheld", with the codes of its reasons. `left` is withheld
    and waits for nobody, since whoever has the case must reach them anyway. Times are RFC 3339.
    """

    notice_id: str
    referral_id: str | None
    reference: str | None
    audience: str
    about: str
    state: str
    decision: str
    reasons: tuple[str, ...]
    decided_at: str | None
    message: str | None
    message_version: int | None
    language: str | None
    neutral: bool | None
    channel: str | None
    attempts: int
    failure: str | None
    follow_up: str | None
    due_at: str | None
    requested_at: str
    changed_at: str
    left: bool

    @property
    def stuck(self) -> bool:
        """Whether it went nowhere, or perhaps; a person may see to it, and unless it is `left` has to."""
        return self.state in STUCK


def of_reference(connection: Connection, reference: str) -> list[LoggedNotice]:
    """All notices about one referral, the oldest first."""
    found = select(_table).where(_table.c.reference == reference)
    ordered = found.order_by(_table.c.position)
    return [_logged(row) for row in connection.execute(ordered).mappings()]


def one(connection: Connection, notice_id: str) -> LoggedNotice | None:
    """One notice, if there is such."""
    row = connection.execute(select(_table).where(_table.c.notice_id == notice_id)).mappings().one_or_none()
    return None if row is None else _logged(row)


def page(connection: Connection, states: Sequence[str], number: int, size: int) -> tuple[list[LoggedNotice], bool]:
    """Notices with one of these states (none: all), stuck ones first, then the newest, and whether more follow.

    Pages count from 1.
    """
    found = select(_table).order_by(_table.c.rank, _table.c.changed_at.desc(), _table.c.notice_id)
    if states:
        found = found.where(_table.c.state.in_(states), _ranked_like(states))
    shown = found.offset((number - 1) * size).limit(size + 1)
    rows = [_logged(row) for row in connection.execute(shown).mappings()]
    return rows[:size], len(rows) > size


def stuck(connection: Connection) -> int:
    """How many notices wait for a person."""
    found = select(func.count()).select_from(_table).where(_table.c.state.in_(STUCK), _ranked_like(STUCK))
    return connection.execute(found).scalar_one()


def _ranked_like(states: Sequence[str]) -> ColumnElement[bool]:
    """The ranks that notices of these states may have: the order of the list leads to them past all others."""
    ranks = [RANKS[state] for state in states]
    first = _COLLEAGUE_NOT_TOLD if set(states) & set(STUCK) else min(ranks)
    return _table.c.rank.between(first, max(ranks))


def _logged(row: RowMapping) -> LoggedNotice:
    members = {name: value for name, value in row.items() if name not in _OF_THE_LIST}
    return LoggedNotice(**members, reasons=tuple(json.loads(row["reasons"])))


_OF_THE_LIST = ("rank", "reasons", "position", "watched")


def _on_requested(connection: Connection, recorded: Recorded) -> None:
    fact = cast("events.NoticeRequested", recorded.fact)
    row = {
        "notice_id": fact.notice_id,
        "referral_id": fact.referral_id,
        "reference": fact.reference,
        "audience": fact.audience,
        "about": fact.message,
        "watched": fact.watched,
        "left": False,
        "decision": "pending",
        "reasons": "[]",
        "attempts": 0,
        "due_at": rfc3339(fact.requested_at),
        "requested_at": rfc3339(fact.requested_at),
        "position": recorded.position,
    }
    connection.execute(insert(_table), row | _moved("waiting", recorded))


def _on_postponed(connection: Connection, recorded: Recorded) -> None:
    fact = cast("events.NoticePostponed", recorded.fact)
    decided = _decided("not_yet", fact.reasons, recorded)
    _set(connection, fact.notice_id, decided | _moved("waiting", recorded) | {"due_at": rfc3339(fact.until_at)})


def _on_withheld(connection: Connection, recorded: Recorded) -> None:
    fact = cast("events.NoticeWithheld", recorded.fact)
    decided = _decided("withheld", fact.reasons, recorded) | {"due_at": None}
    watched = connection.execute(select(_table.c.watched).where(_table.c.notice_id == fact.notice_id)).scalar_one()
    left = watched and OF_OURS.isdisjoint(fact.reasons)
    moved = _moved("withheld", recorded) | ({"rank": _LEFT, "left": True} if left else {})
    _set(connection, fact.notice_id, decided | moved)


def _on_begun(connection: Connection, recorded: Recorded) -> None:
    fact = cast("events.SendingBegun", recorded.fact)
    used = {
        "channel": fact.channel,
        "message": fact.message,
        "message_version": fact.message_version,
        "language": fact.language,
        "neutral": fact.neutral,
        "attempts": fact.attempt,
        "due_at": None,
    }
    decided = _decided("allowed", fact.reasons, recorded)
    _set(connection, fact.notice_id, decided | _moved("sending", recorded) | used)


def _on_failed(connection: Connection, recorded: Recorded) -> None:
    fact = cast("events.NoticeFailed", recorded.fact)
    again = {"failure": fact.failure, "due_at": rfc3339(fact.next_try_at)}
    _set(connection, fact.notice_id, _moved("failed", recorded) | again)


def _on_released(connection: Connection, recorded: Recorded) -> None:
    fact = cast("events.NoticeReleased", recorded.fact)
    _set(connection, fact.notice_id, _moved("waiting", recorded) | {"due_at": rfc3339(fact.due_at), "left": False})


def _on_followed_up(connection: Connection, recorded: Recorded) -> None:
    fact = cast("events.NoticeFollowedUp", recorded.fact)
    _set(connection, fact.notice_id, _moved("followed_up", recorded) | {"follow_up": fact.way})


def _ending(state: str) -> Callable[[Connection, Recorded], None]:
    def on_ending(connection: Connection, recorded: Recorded) -> None:
        fact: Any = recorded.fact
        _set(connection, fact.notice_id, _moved(state, recorded) | {"failure": getattr(fact, "failure", None)})

    return on_ending


def _moved(state: str, recorded: Recorded) -> dict[str, Any]:
    return {"state": state, "rank": _rank(state), "changed_at": recorded.recorded}


def _rank(state: str) -> ColumnElement[int] | int:
    if state not in STUCK:
        return RANKS[state]
    return case((_table.c.audience == "reporter", RANKS[state]), else_=_COLLEAGUE_NOT_TOLD)


def _decided(decision: str, reasons: Sequence[str], recorded: Recorded) -> dict[str, Any]:
    return {"decision": decision, "reasons": json.dumps(reasons), "decided_at": recorded.occurred}


def _set(connection: Connection, notice_id: str, values: Mapping[str, Any]) -> None:
    connection.execute(update(_table).where(_table.c.notice_id == notice_id).values(**values))


_APPLY: dict[type[Fact], Callable[[Connection, Recorded], None]] = {
    events.NoticeRequested: _on_requested,
    events.NoticePostponed: _on_postponed,
    events.NoticeWithheld: _on_withheld,
    events.SendingBegun: _on_begun,
    events.NoticeSent: _ending("sent"),
    events.NoticeFailed: _on_failed,
    events.NoticeGivenUp: _ending("given_up"),
    events.NoticeLeftUncertain: _ending("uncertain"),
    events.NoticeReleased: _on_released,
    events.NoticeFollowedUp: _on_followed_up,
}
NOTICE_LOG = View("notice_log", 5, (_table,), _APPLY)
