"""What intake's pages and calls work with: everything `wiring` hands them, and the few steps they all take."""

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from fastapi.concurrency import run_in_threadpool

from services.intake.application.ports import Evidence
from services.intake.document.reception import Reception
from services.intake.domain.commands import SubmitReferral
from services.intake.domain.refusals import ReferenceTaken
from services.intake.domain.restricted import hide_shown
from services.intake.read_models.referral_timeline import Standing, standing
from services.intake.web.drafts import Drafts
from services.intake.web.hiding import HiddenPlaces
from services.intake.web.place import Places
from services.intake.web.residents import Residents
from services.intake.web.shown import referral_document
from shared.kernel.clock import Clock
from shared.kernel.dispatching import Dispatch, Done, Receipt, RecordView
from shared.kernel.messages import Context
from shared.kernel.personal import Indexer, Opener

# A third of all references may be taken in a busy decade; this many tries then fail once in a billion.
_TRIES = 20

MakeReceipt = Callable[[SubmitReferral], Receipt]


class Views(Protocol):
    """Intake's views, and how far they have followed the log."""

    def reading(self) -> AbstractContextManager[Any]: ...

    def wait_for(self, position: int, seconds: float = 2.0) -> bool: ...


class Keys(Protocol):
    """Makes keys, and puts them on the disk."""

    def mint(self, person_id: str) -> None: ...

    def flush(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """`stream_of` names a referral's stream, `position_of` where its newest fact stands in the log (0: none),
    `head` the end of the log; `drafts` are residents', `unfinished` officers', `residents` what residents' pages need
    besides; `evidence` is where files lie; `sentences` tell each fact by its name, with codes put into `words`;
    `places` knows what is known of a place, `hidden` which nobody may find; `keys` make a key for somebody new."""

    dispatch: Dispatch
    record_view: RecordView
    views: Views
    opener: Opener
    indexer: Indexer
    reception: Reception
    drafts: Drafts
    unfinished: Drafts
    residents: Residents
    evidence: Evidence
    clock: Clock
    stream_of: Callable[[str], str]
    position_of: Callable[[str], int]
    head: Callable[[], int]
    sentences: Mapping[str, str]
    words: Mapping[str | int, str]
    places: Places
    hidden: HiddenPlaces
    keys: Keys

    def standing(self, reference: str) -> Standing | None:
        """A referral as it stands, with everything committed about it so far; None if there is none."""
        position = self.position_of(reference)
        if not position:
            return None
        self.views.wait_for(position)
        with self.views.reading() as connection:
            return standing(connection, reference)

    def shown(self, found: Standing) -> dict[str, Any]:
        """A referral's members, opened, with the code in place of the address of a place that nobody may find."""
        return hide_shown(referral_document(found, self.opener), self.hidden.now())

    async def standing_later(self, reference: str) -> Standing | None:
        """The same for an event loop."""
        return await run_in_threadpool(self.standing, reference)

    def sentence(self, entry: Any, found: Standing) -> str:
        """What an entry of a referral's story says, in a sentence for staff, its codes in words."""
        known = {"channel": found.submitted.channel, "kind": found.submitted.kind, **json.loads(entry.fact)}
        told = {name: self.words.get(code, code) for name, code in known.items() if isinstance(code, str | int)}
        return self.sentences[entry.name].format_map(told)

    def look(self, context: Context, found: Standing, what: str) -> None:
        """Record that a referral is being read; where that fails, nothing may be shown."""
        submitted = found.submitted
        self.record_view(context, self.stream_of(submitted.reference), (submitted.referral_id,), what)

    def submit(self, command: SubmitReferral, context: Context, receipt: MakeReceipt) -> tuple[SubmitReferral, Done]:
        """Take a referral in, under another reference if the first is taken; with the command as it went."""
        for _ in range(_TRIES):
            try:
                return command, self.dispatch(command, context, receipt(command))
            except ReferenceTaken:
                command = self.reception.renamed(command)
        raise ReferenceTaken

    async def submit_later(
        self, command: SubmitReferral, context: Context, receipt: MakeReceipt
    ) -> tuple[SubmitReferral, Done]:
        """The same for an event loop."""
        for _ in range(_TRIES):
            try:
                return command, await self.dispatch.later(command, context, receipt(command))
            except ReferenceTaken:
                command = self.reception.renamed(command)
        raise ReferenceTaken
