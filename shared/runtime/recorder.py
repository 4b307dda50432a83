"""Records what a service notes about itself: who looked at a record, which accounts changed."""

from collections.abc import Mapping

from shared.event_store.store import EventStore
from shared.kernel.clock import Clock
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context, Fact
from shared.runtime.facts import AccountChanged, RecordViewed, WallMet


class Recorder:
    """Writes single facts into streams of their own, so that two writers never conflict."""

    def __init__(self, store: EventStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def record_view(
        self, context: Context, stream: str, about: tuple[str, ...], what: str, purpose: str | None = None
    ) -> int:
        """Record that somebody read a record, before the page is sent: no append, no page. Returns its position."""
        return self._alone("viewed", RecordViewed(record=stream, what=what, purpose=purpose), context, about)

    def wall_met(self, account_id: str, role: str, referral_id: str) -> None:
        """Record that somebody asked for what is kept from them."""
        context = Context(account_id, role, new_id())
        self._alone("wall-met", WallMet(referral_id=referral_id), context, (referral_id,))

    def account_changed(self, what: str, details: Mapping[str, str]) -> None:
        """Record that a staff account or token changed, as the accounts tell it: opaque ids, role and agency."""
        fact = AccountChanged(
            account_id=details.get("account_id"),
            token_id=details.get("token_id"),
            change=what,
            role=details.get("role"),
            agency=details.get("agency") or None,
            referrer=details.get("referrer"),
            per_minute=_number(details.get("per_minute")),
            per_day=_number(details.get("per_day")),
        )
        self._alone("account", fact, Context(details.get("by", "system"), "system", new_id()), ())

    def _alone(self, kind: str, fact: Fact, context: Context, about: tuple[str, ...]) -> int:
        job = self._store.job(f"{kind}-{new_id()}", 0, [fact], context, self._clock(), about)
        return self._store.append(job).last_position


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)
