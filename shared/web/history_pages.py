"""The /history pages of one service: any stream as it was recorded, and as it stood at any moment.

history_router(
    "triage", pages=PAGES, roles=[Role.AUDITOR], read=store.stream, fold=fold_of, tell=sentence_of,
    streams_about=streams_about, record_view=record_view,
)
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from shared.access.register import Access
from shared.access.roles import Role
from shared.kernel.decider import Decider
from shared.kernel.dispatching import RecordView
from shared.kernel.identifiers import parse_reference
from shared.kernel.kept_from import kept_from
from shared.kernel.messages import Recorded
from shared.kernel.refusals import FieldError, InvalidInput, NotFound
from shared.web.caller import context_of
from shared.web.formats import LONDON, date_time
from shared.web.guard import allow, principal_of
from shared.web.pages import Pages

ENTRIES = 50
Before = Annotated[int | None, Query(ge=1, le=2**62)]


@dataclass(frozen=True, slots=True)
class AsAt:
    """A moment in a log: up to a position, up to a time when it was recorded, or (both None) now."""

    position: int | None = None
    at: datetime | None = None

    def knows(self, recorded: Recorded) -> bool:
        """Whether this fact was already in the log then."""
        if self.position is not None and recorded.position > self.position:
            return False
        return self.at is None or recorded.recorded_at <= self.at

    def words(self) -> str | None:
        """The moment in words; None for now."""
        if self.position is not None:
            return f"after entry {self.position} of this log"
        return date_time(self.at) if self.at is not None else None


def fold_by(deciders: Mapping[str, Decider[Any]]) -> Callable[[str, Sequence[Recorded]], Any]:
    """How a stream is folded, by its name up to the first hyphen.

    A note about ourselves (who looked, say), which nobody decides on, is its own state.
    """

    def fold(stream: str, facts: Sequence[Recorded]) -> Any:
        decider = deciders.get(stream.partition("-")[0])
        return facts[-1].fact if decider is None else decider.fold(recorded.fact for recorded in facts)

    return fold


def history_router(
    service: str,
    *,
    pages: Pages,
    roles: Sequence[Role],
    read: Callable[[str], Sequence[Recorded]],
    fold: Callable[[str, Sequence[Recorded]], Any],
    tell: Callable[[Recorded], str],
    streams_about: Callable[[str], Sequence[str]],
    record_view: RecordView,
    closed_to: Callable[[Role, str], bool] = lambda role, stream: False,
) -> APIRouter:
    """The routes /{service}/history and /{service}/history/{stream}.

    `read` gives a whole stream in order; `fold(stream, facts)` the state after those facts; `tell` one sentence for a
    fact; `streams_about` the streams that speak of a public reference; `record_view` records the reading before
    anything is sent, and nothing is sent if it raises. `closed_to` says which streams do not exist for a role, though
    it reads others. Personal details are never shown here.
    """
    router = APIRouter(prefix=f"/{service}/history", include_in_schema=False)
    for_readers = allow(*roles, hide=True)

    @router.get("", name=f"{service}:history", dependencies=[for_readers])
    def search(request: Request, reference: str = "") -> Response:
        known = parse_reference(reference)
        context: dict[str, Any] = {"service": service, "asked": bool(reference), "known": known}
        found = streams_about(known) if known else ()
        return pages.render(request, "shared/history_search.html", streams=found, **context)

    @router.get("/{stream}", name=f"{service}:history_of", dependencies=[for_readers])
    def show(request: Request, stream: str, at: str = "", position: str = "", before: Before = None) -> Response:
        moment, everything = _as_at(at, position), read(stream)
        closed = closed_to(principal_of(request).role, stream)
        if closed or not everything or not kept_from().isdisjoint(_about(everything)):
            raise NotFound
        record_view(context_of(request), stream, _about(everything), "history")
        facts = [recorded for recorded in everything if moment.knows(recorded)]
        state = fold(stream, facts) if facts else None
        shown, earlier = _page(facts, before)
        told: dict[str, Any] = {"service": service, "stream": stream, "facts": shown, "state": state, "tell": tell}
        told |= {"known": len(facts), "earlier": earlier, "later": before is not None}
        asked: dict[str, Any] = {"asked": (at, position), "total": len(everything), "past_at": moment.words()}
        return pages.render(request, "shared/history.html", names=_names(request, shown), **told, **asked)

    return router


def _page(facts: Sequence[Recorded], before: int | None) -> tuple[Sequence[Recorded], int | None]:
    """The newest entries before one, oldest first, and before which one those are that come earlier; None for none."""
    wanted = [recorded for recorded in facts if before is None or recorded.position < before]
    return wanted[-ENTRIES:], wanted[-ENTRIES].position if len(wanted) > ENTRIES else None


def _about(facts: Sequence[Recorded]) -> tuple[str, ...]:
    return tuple(sorted({referral for recorded in facts for referral in recorded.about}))


def _names(request: Request, facts: Sequence[Recorded]) -> dict[str, str]:
    access: Access = request.app.state.access
    return access.accounts.names(recorded.context.actor for recorded in facts)


def _as_at(at: str, position: str) -> AsAt:
    """The moment a form asked for: a position, or a time (London's where it names no offset); both empty is now."""
    try:
        if position.strip():
            return AsAt(position=int(position))
        if not at.strip():
            return AsAt()
        moment = datetime.fromisoformat(at.strip())
        moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=LONDON)
        moment.astimezone(LONDON)  # as the page writes it; at either end of the calendar there is no such time
    except (ValueError, OverflowError):
        wrong = FieldError("query:at", "unreadable", "Give a time such as 2026-11-23T09:12, or a position in digits.")
        raise InvalidInput([wrong]) from None
    return AsAt(at=moment)
