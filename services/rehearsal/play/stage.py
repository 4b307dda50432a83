"""Where deeds are done: the borough's services, the accounts of the cast, and a receipt for everything done."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid5

from services.intake.application.handlers import referral_stream
from services.intake.domain.events import ReferralSubmitted
from services.one_process import Borough
from services.rehearsal.plan.deeds import AboutReferral, Deed, Referral
from shared.kernel.dispatching import Receipt
from shared.kernel.handling import Command
from shared.kernel.messages import Context
from shared.runtime.origin import REHEARSAL
from shared.runtime.service import Service

_STORIES = UUID("2c6f2a52-6d0c-5e6d-9c0b-6a6b3d0a4f11")
_SCOPE = "rehearsal"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody of the cast, as facts name them."""

    account_id: str
    role: str


@dataclass(frozen=True, slots=True)
class Stage:
    """`actors` are the cast by sign-in name."""

    borough: Borough
    actors: dict[str, Actor]

    def service(self, name: str) -> Service:
        """One of the five."""
        return self.borough.services[name]

    def is_done(self, service: str, key: str) -> bool:
        """Whether this was done before, in this run or an earlier one."""
        return self.service(service).store.receipt(_SCOPE, key) is not None

    def do(self, service: str, command: Command, deed: Deed, key: str | None = None) -> None:
        """Have a command done, once; `key` tells apart the commands of one deed."""
        actor = self.actors[deed.by]
        story = deed.referral.referral_id if isinstance(deed, AboutReferral) else deed.key
        context = Context(actor.account_id, actor.role, str(uuid5(_STORIES, story)), origin=REHEARSAL)
        self.service(service).dispatch(command, context, Receipt(_SCOPE, key or deed.key))

    def submitted(self, referral: Referral) -> ReferralSubmitted:
        """What intake wrote down of a referral: only there it stands who was recognised as whom."""
        facts: Any = self.service("intake").store.stream(referral_stream(referral.reference))
        return cast("ReferralSubmitted", facts[0].fact)
