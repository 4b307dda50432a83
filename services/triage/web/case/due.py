"""What is due on a case and when, from every part of the work, as its pages and the list of cases show it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from services.triage.application.protection_room import ProtectionRoom
from services.triage.read_models import cases
from services.triage.web.asb.shown import due_lines as due_on_asb
from services.triage.web.case.seen import SeenCase
from services.triage.web.programme.shown import signals_due
from services.triage.web.protection_view import due_of, protection_of
from services.triage.web.safeguarding.due import safeguarding_due
from services.triage.web.support.cards import due_lines as support_due
from services.triage.web.vawg.shown import due_lines as due_on_abuse
from services.triage.web.vawg.shown import signals_of
from shared.kernel.clock import rfc3339

_NO_TIME = "~"  # after every time in text order

Line = Mapping[str, Any]


def all_due(seen: SeenCase, room: ProtectionRoom) -> Sequence[Line]:
    """Everything, the earliest first; what came over the programme's wall only where abuse was seen."""
    desk, case, now, file = seen.desk, seen.case, seen.now, seen.asb()
    further = chain(
        due_of(protection_of(desk, case.referral_id), room, case, desk.say),
        safeguarding_due(desk, seen.story, case),
        support_due(desk.support.file(seen.story), now),
    )
    ours = due_on_asb(desk.asb.due(file, now), now) + due_on_abuse(desk.vawg, seen.story, now)
    signals = signals_of(desk.views, desk.vawg, case.referral_id, now) if file.abuse_seen else ()
    return in_order(still_due(case, rfc3339(now), further), ours, signals_due(signals, now))


def due_in_support(seen: SeenCase) -> list[Line]:
    """What the adviser's page lists beside the offer."""
    late = rfc3339(seen.now)
    lines = support_due(seen.desk.support.file(seen.story), seen.now)
    return [{"at": at, "what": what, "late": at < late} for at, what in lines]


def still_due(case: Any, now: str, further: Iterable[tuple[str, str]] = ()) -> list[Line]:
    """What must happen on a case, the earliest first and what has no time last; empty where nothing is due."""
    due: list[tuple[str, str]] = []
    if support_is_due(case):
        due.append((case.support_due_at, "Offer support and record what came of it"))
    if case.state == cases.OPEN and not case.settled:
        due.append((case.due_at or _NO_TIME, "Confirm the decision, or decide otherwise"))
    due = sorted([*due, *further], key=lambda each: each[0])
    return [{"at": None if at == _NO_TIME else at, "what": what, "late": at < now} for at, what in due]


def in_order(*due: Sequence[Line]) -> list[Line]:
    """The earliest first, and what has no time last."""
    return sorted(chain(*due), key=lambda each: each["at"] or _NO_TIME)


def support_is_due(case: Any) -> bool:
    """Whether support must still be offered."""
    return case.state == cases.OPEN and case.support_due_at is not None and not case.offered
