"""Watches for what did not happen, by the desk's rules; a referral whose time is up is noted, once."""

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import msgspec

from services.triage.domain.desk import silence
from services.triage.domain.desk.commands import NoteSilence
from services.triage.domain.desk.rules import DeskRuleBook
from services.triage.domain.desk.silence import Watched
from services.triage.domain.events import AssessmentOpened
from services.triage.domain.handover.commands import NoteProtectionSilence
from services.triage.domain.safeguarding.clocks import AWAITED, OF_THOSE_WHO_PROTECT
from shared.kernel.clock import Clock
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context, Fact
from shared.kernel.working_days import WorkingDays

_LONDON = ZoneInfo("Europe/London")
_SPAN = re.compile(r"P(?:T(?P<hours>\d+)H|(?P<days>\d+)D|(?P<working>\d+)W)")
_END_OF_DAY = time(23, 59)


class DueReferral(Protocol):
    """A referral of which something is overdue, and what is known of its quiet."""

    @property
    def referral_id(self) -> str: ...

    @property
    def known(self) -> str: ...


Overdue = Callable[[Any, datetime], Sequence[DueReferral]]
Note = Callable[[Command, Context], object]


@dataclass(frozen=True, slots=True)
class SilenceWatch:
    """What the view of silences asks of the domain, with a referral's quiet as text."""

    rules: DeskRuleBook
    days: WorkingDays

    def begun(self, fact: AssessmentOpened) -> str | None:
        """What is known of a referral that has just come in; None where it is not watched."""
        watched = silence.begun(fact)
        return None if watched is None else msgspec.json.encode(watched).decode()

    def after(self, known: str, fact: Fact, at: datetime) -> str:
        """The same after one more fact."""
        return msgspec.json.encode(silence.after(_read(known), fact, at)).decode()

    def next_due(self, known: str) -> datetime | None:
        """When the next silence begins, if nothing happens until then."""
        awaited = self.awaited(_read(known))
        return awaited[0].due_at if awaited else None

    def awaited(self, watched: Watched) -> list[silence.Overdue]:
        """What is awaited, the earliest due first."""
        return silence.awaited(watched, self.rules, self.due_after)

    def protection(self, known: str) -> list[silence.Overdue]:
        """What safeguarding awaits of a referral, noted as missing or not."""
        return silence.protection_awaited(_read(known), self.rules, self.due_after)

    def of_protection(self, rule: str) -> bool:
        """Whether a rule is one of safeguarding's clocks."""
        return any(
            each.id == rule and each.awaits in AWAITED for term in self.rules.terms for each in term.rules.silences
        )

    def about(self, known: str) -> tuple[str, str]:
        """The reference and the priority of a referral."""
        watched = _read(known)
        return watched.reference, watched.priority

    def due_after(self, since: datetime, span: str) -> datetime:
        """When a span is over. Hours run on, whatever clocks show; days and working days end with the day in London."""
        found = _SPAN.fullmatch(span)
        assert found is not None, "a set of rules that is in force was checked when it was read"
        if found["hours"] is not None:
            return since + timedelta(hours=int(found["hours"]))
        day = since.astimezone(_LONDON).date()
        if found["days"] is not None:
            day += timedelta(days=int(found["days"]))
        else:
            day = self.days.after(day, int(found["working"]))
        return datetime.combine(day, _END_OF_DAY, _LONDON).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class SilenceAlarm:
    """Notes what is overdue. It remembers nothing: whatever a stopped program has missed is found by the next.

    It waits for a view that has `followed` the log: one that is being made anew would call overdue what was done since.
    """

    watch: SilenceWatch
    followed: Callable[[], bool]
    reading: Callable[[], AbstractContextManager[Any]]
    overdue: Overdue
    note: Note
    clock: Clock

    def step(self) -> bool:
        """Note every silence that has begun; False when there was none."""
        if not self.followed():
            return False
        now = self.clock()
        with self.reading() as connection:
            found = self.overdue(connection, now)
        noted = [self._note(_read(each.known), now) for each in found]
        return any(noted)

    def _note(self, watched: Watched, now: datetime) -> bool:
        """False where the view was behind the log: then it looks again when it has caught up."""
        written = [
            self.note(self._command(watched, each, now), Context("triage/silence", "system", new_id()))
            for each in self.watch.awaited(watched)
            if each.due_at <= now
        ]
        return any(getattr(done, "facts", ()) for done in written)

    def _command(self, watched: Watched, missing: silence.Overdue, now: datetime) -> Command:
        """What is awaited of those who protect is noted where they are told and answer: no act slips between."""
        members: dict[str, Any] = {
            "at": now,
            "referral_id": watched.referral_id,
            "rule": missing.rule.id,
            "awaits": missing.rule.awaits,
            "priority": watched.priority,
            "since_at": missing.since_at,
            "due_at": missing.due_at,
            "rules_version": missing.version,
        }
        if missing.rule.awaits in OF_THOSE_WHO_PROTECT:
            return NoteProtectionSilence(**members, reference=watched.reference)
        return NoteSilence(**members, acts=watched.acts)


def is_span(text: str) -> bool:
    """Whether a span is written as rules write them."""
    return _SPAN.fullmatch(text) is not None


def _read(known: str) -> Watched:
    return msgspec.json.decode(known, type=Watched)
