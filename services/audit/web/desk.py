"""What audit's pages and API work with, and how a story is opened: up to date, and recorded before it is shown."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from fastapi import Request
from sqlalchemy import Connection

from services.audit.application.ports import SignedHead
from services.audit.application.proofs import Standing
from services.audit.domain.events import DetailRevealed
from services.audit.domain.ledger import Entry
from services.audit.domain.proof import Proof
from services.audit.read_models.timeline.stories import Stories
from services.audit.read_models.timeline.story import Story
from shared.kernel.clock import Clock
from shared.kernel.dispatching import RecordView
from shared.kernel.identifiers import parse_reference
from shared.kernel.personal import DataClass, Personal
from shared.kernel.refusals import NotFound
from shared.web.guard import Role, context_of

AUDITORS = (Role.AUDITOR, Role.INFORMATION_GOVERNANCE)
READERS_OF_RETURNS = (*AUDITORS, Role.SERVICE_MANAGER)


class ComputeReturn(Protocol):
    """A published return between two days, both included, from the ledger up to a position."""

    def __call__(
        self, name: str, first: date, last: date, as_of: int | None = None, public: bool = False
    ) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Reveal:
    """A detail that somebody had opened: by whom and when."""

    fact: DetailRevealed
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a page may ask. `current` brings the ledger up to date and says how many facts are still missing."""

    stories: Stories
    current: Callable[[], int]
    computed_from: Callable[[], dict[str, str]]
    newest_head: Callable[[], SignedHead | None]
    standing: Callable[[Sequence[Entry]], Standing]
    prove: Callable[[Entry], Proof]
    compute_return: ComputeReturn
    revealed: Callable[[str], Reveal | None]
    open: Callable[[Personal[Any] | None, type[DataClass]], str | None]
    clock: Clock

    def story(self, request: Request, reference: str, what: str, record_view: RecordView) -> Story:
        """The story of a reference, once the reading has been recorded. Raises NotFound."""
        return self.story_and_missing(request, reference, what, record_view)[0]

    def story_and_missing(
        self, request: Request, reference: str, what: str, record_view: RecordView
    ) -> tuple[Story, int]:
        """The same, with how many facts are not in the ledger yet, and so in no story."""
        known = parse_reference(reference)
        missing = self.current()
        found = self.stories.find(known) if known else None
        if found is None:
            raise NotFound
        record_view(context_of(request), f"story-{known}", tuple(found.referral_ids), what)
        return found, missing


@dataclass(frozen=True, slots=True)
class OwnViews:
    """Audit's own views; `shows` waits until they show a position of audit's log."""

    reading: Callable[[], AbstractContextManager[Connection]]
    shows: Callable[[int], bool]


def names_of(request: Request, account_ids: Iterable[str]) -> dict[str, str]:
    """What to call those who acted; whoever is no account (a policy, a resident) is left out."""
    found: dict[str, str] = request.app.state.access.accounts.names(account_ids)
    return found
