"""Where deeds are done: the borough's services, the accounts of the cast, and a receipt for everything done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar, cast
from uuid import UUID, uuid5

import structlog

from services.intake.application.handlers import referral_stream
from services.intake.domain.events import ReferralSubmitted
from services.one_process import Borough
from services.rehearsal.plan.deeds import Deed, Referral
from shared.kernel.dispatching import Receipt
from shared.kernel.handling import Command
from shared.kernel.messages import Context
from shared.kernel.refusals import InvalidInput, NotFound, Refusal
from shared.runtime.origin import REHEARSAL
from shared.runtime.service import Service

_STORIES = UUID("2c6f2a52-6d0c-5e6d-9c0b-6a6b3d0a4f11")
_SCOPE = "rehearsal"

R = TypeVar("R")

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody of the cast, as facts name them."""

    account_id: str
    role: str


@dataclass(frozen=True, slots=True)
class Stage:
    """`actors` are the cast by sign-in name; `refused` the keys of what could not be done in this run; `rooms` what was
    put together once for all deeds."""

    borough: Borough
    actors: dict[str, Actor]
    refused: list[str] = field(default_factory=list)
    rooms: dict[str, Any] = field(default_factory=dict)

    def kept(self, name: str, make: Callable[[], R]) -> R:
        """What was put together under this name, now if it was not yet."""
        if name not in self.rooms:
            self.rooms[name] = make()
        found: R = self.rooms[name]
        return found

    def service(self, name: str) -> Service:
        """One of the five."""
        return self.borough.services[name]

    def newest(self) -> datetime:
        """When the last thing happened that any log knows of; long ago where nothing has."""
        stores = [service.store for service in self.borough.services.values()]
        last = [recorded for store in stores for recorded in store.page(store.head() - 1, 1)]
        return max((recorded.occurred_at for recorded in last), default=datetime.min.replace(tzinfo=UTC))

    def is_done(self, service: str, key: str) -> bool:
        """Whether this was done before, in this run or an earlier one."""
        return self.service(service).store.receipt(_SCOPE, key) is not None

    def do(self, service: str, command: Command, deed: Deed, key: str | None = None) -> None:
        """Have a command done, once; `key` tells apart the commands of one deed."""
        actor = self.actors[deed.by]
        context = Context(actor.account_id, actor.role, str(uuid5(_STORIES, deed.story)), origin=REHEARSAL)
        key = key or deed.key
        try:
            self.service(service).dispatch(command, context, Receipt(_SCOPE, key))
        except (Refusal, InvalidInput, NotFound) as error:
            # One deed that is not possible any more, under other rules say, is no reason to have no year at all.
            self.refused.append(key)
            _log.warning("rehearsal_deed_refused", service=service, key=key, reason=type(error).__name__)

    def submitted(self, referral: Referral) -> ReferralSubmitted:
        """What intake wrote down of a referral: only there it stands who was recognised as whom."""
        return self.kept(f"submitted {referral.reference}", lambda: self._submitted(referral))

    def _submitted(self, referral: Referral) -> ReferralSubmitted:
        facts: Any = self.service("intake").store.stream(referral_stream(referral.reference))
        return cast("ReferralSubmitted", facts[0].fact)
