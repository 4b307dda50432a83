"""What triage's pages and calls work with, handed to every router: nothing here is opened or looked up by itself."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from services.triage.application.asb_room import AsbRoom
from services.triage.application.closing_room import ClosingRoom
from services.triage.application.directory.room import DirectoryRoom
from services.triage.application.rule_sets.room import RuleRoom
from services.triage.application.safeguarding.room import SafeguardingRoom
from services.triage.application.support_room import SupportRoom
from services.triage.application.vawg_room import VawgRoom
from services.triage.domain.desk.rules import DeskRuleBook
from services.triage.read_models import decision_card
from services.triage.web.wording import Wording
from shared.kernel.clock import Clock
from shared.kernel.dispatching import Dispatch, RecordView
from shared.kernel.identifiers import parse_reference
from shared.kernel.messages import Recorded
from shared.kernel.personal import Opener
from shared.kernel.refusals import NotFound
from shared.web.cookies import last_position, remember_position
from shared.web.guard import Role, context_of

SERVICE = "triage"

# Whoever works on referrals. What they may do to a decision, all three may: each step carries its actor and role.
OFFICERS = (Role.TRIAGE_OFFICER, Role.CASE_OFFICER, Role.SERVICE_MANAGER)


class Lookup(Protocol):
    """The views: a connection for queries, and whether they show everything up to a position yet."""

    def reading(self) -> AbstractContextManager[Any]: ...

    def wait_for(self, position: int, seconds: float = 2.0) -> bool: ...


class Advice(Protocol):
    """The rules asked without storing anything."""

    def evaluate(self, document: Mapping[str, Any]) -> dict[str, Any]: ...

    def opinions(self, document: Mapping[str, Any]) -> Sequence[Any]: ...

    def read_answers(self, facts: Mapping[str, Any]) -> tuple[dict[str, str | int | None], dict[str, str]]: ...

    def routes(self, received_on: date) -> Sequence[str]: ...

    def can_help(self) -> Any: ...


class RuleBook(Protocol):
    """The published rule sets in words, the newest first."""

    @property
    def editions(self) -> Sequence[Any]: ...

    def edition(self, version: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a router needs. `room` is where rules are worked on, `directory` who takes what and when.

    `story` gives a stream as recorded, `tell` one sentence for a fact of it; `desk_rules` say what must not fail to
    happen, `due_after` when a span such as "P2W" after a moment is over.
    """

    dispatch: Dispatch
    record_view: RecordView
    views: Lookup
    clock: Clock
    opener: Opener
    advice: Advice
    rules: RuleBook
    room: RuleRoom
    directory: DirectoryRoom
    say: Wording
    story: Callable[[str], Sequence[Recorded]]
    tell: Callable[[Recorded], str]
    asb: AsbRoom
    closing: ClosingRoom
    support: SupportRoom
    safeguarding: SafeguardingRoom
    vawg: VawgRoom
    desk_rules: DeskRuleBook
    due_after: Callable[[datetime, str], datetime]

    def referral(self, reference: str) -> Any:
        """What stands about the referral with this reference, however it was typed; NotFound if there is none."""
        with self.views.reading() as connection:
            found = decision_card.found(connection, known_reference(reference))
        if found is None:
            raise NotFound
        return found

    def card(self, reference: str) -> decision_card.Card:
        """The decision card of a referral; NotFound if there is none."""
        with self.views.reading() as connection:
            found = decision_card.card(connection, known_reference(reference))
        if found is None:
            raise NotFound
        return found

    def up_to_date(self, reference: str) -> bool:
        """Whether the views show all that is committed about a referral, having waited two seconds for them at most."""
        recorded = self.story(self.referral(reference).stream)
        return self.views.wait_for(recorded[-1].position)

    def viewed(self, request: Request, referral: Any, what: str) -> None:
        """Record that somebody reads this record; called before anything is sent."""
        self.record_view(context_of(request), referral.stream, (referral.referral_id,), what)

    def shows_what_was_saved(self, request: Request) -> bool:
        """Whether the views show what this browser saved last, having waited two seconds for them at most."""
        position = last_position(request, SERVICE)
        return position is None or self.views.wait_for(position)


def known_reference(text: str) -> str:
    """The reference as we write it; NotFound for what cannot be one."""
    reference = parse_reference(text)
    if reference is None:
        raise NotFound
    return reference


def saved(request: Request, address: str, position: int) -> Response:
    """On to the next page, which waits until it shows what was saved."""
    answer = RedirectResponse(address, 303)
    remember_position(request, answer, SERVICE, position)
    return answer


def officers_of(request: Request) -> dict[str, str]:
    """Everybody who may have a referral in hand, by account, with what to call them."""
    found = request.app.state.access.accounts.all()
    return {each.account_id: each.display_name for each in found if each.active and each.role in OFFICERS}
