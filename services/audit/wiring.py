"""Puts audit together; the only place that assembles it.

`open_evidence` is what can be said without any key to personal details: logs, ledger, heads, proofs, stories, returns.
`build_audit` adds audit's own log and its pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from services.audit.adapters.head_folder import HeadFolder
from services.audit.adapters.key_files import KeyFiles
from services.audit.adapters.ledger_tables import LedgerTables
from services.audit.adapters.logs import open_logs
from services.audit.adapters.service_commands import Run, ServiceCommands, run_here
from services.audit.application.catching_up import COMMAND_SECONDS, CatchingUp
from services.audit.application.feed import Feed
from services.audit.application.handlers import commands, reveal_stream
from services.audit.application.ports import ComparedViews, Logs
from services.audit.application.proofs import Proofs
from services.audit.application.tree_heads import TreeHeads
from services.audit.application.verification import Report, Verification
from services.audit.application.writing_down import AskedFor, write_down
from services.audit.domain.checkpoint import VerifierKey, as_base64
from services.audit.domain.events import FACTS, DetailRevealed
from services.audit.domain.merkle import Tree
from services.audit.domain.upcasts import UPCASTS
from services.audit.health import measured, signed_head_check
from services.audit.read_models import findings, reviews, samples, verifications
from services.audit.read_models.returns import RETURNS
from services.audit.read_models.returns.answer import answer
from services.audit.read_models.returns.shape import Span
from services.audit.read_models.timeline.follow import IndexDiffers, StoryIndex
from services.audit.read_models.timeline.stories import Stories
from services.audit.web import api
from services.audit.web.desk import AUDITORS, Desk, OwnViews, Reveal
from services.audit.web.pages import looks, returns, reveal, search, story, verify
from shared.event_store.databases import open_database
from shared.event_store.engine import StoreNotUsable
from shared.event_store.keyring import WrongMasterKey
from shared.event_store.lease import Leases
from shared.event_store.leasing import leases_at
from shared.kernel.clock import Clock, system_clock
from shared.kernel.dispatching import Dispatch, RecordView
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Recorded
from shared.kernel.refusals import FieldError, InvalidInput, NotFound, Unavailable
from shared.runtime.dispatch import Dispatcher
from shared.runtime.facts import own_facts
from shared.runtime.ground import Ground, Opened, assemble, make_ground, open_service
from shared.runtime.origin import clock_beside
from shared.runtime.service import Chore, Service
from shared.runtime.settings import Settings
from shared.web.history_pages import history_router

# Audit's own log is followed like the others': who revealed what belongs to the story, and is as worth tampering with.
SOURCES = ("intake", "triage", "panels", "notifications", "audit")
_LEASE = "audit.ledger"
_VIEWS = (verifications.VIEW, findings.VIEW, samples.VIEW, reviews.VIEW)
_SENTENCES = {kind.shape: kind.staff for kind in (*FACTS, *own_facts("audit"))}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything audit knows that is not its own log."""

    logs: Logs
    ledger: LedgerTables
    index: StoryIndex
    keys: KeyFiles
    feed: Feed
    heads: TreeHeads
    catching_up: CatchingUp
    verification: Verification
    proofs: Proofs
    stories: Stories

    def population(self) -> tuple[int, str, tuple[str, ...]]:
        """What a sample is drawn from: the ledger's size, its tree head, and every reference it knows."""
        size = self.index.position()
        return size, self.tree_head(size), self.stories.references(size)

    def tree_head(self, size: int) -> str:
        """The root over the ledger's first entries, in base64."""
        return as_base64(Tree(self.ledger.hashes).root(size))

    def computed_from(self) -> dict[str, str]:
        """How far the ledger has come, and its tree head there: what an answer rests on."""
        size = self.index.position()
        return {"ledger_position": str(size), "tree_head": self.tree_head(size)}

    def compute_return(
        self, name: str, first: date, last: date, as_of: int | None = None, public: bool = False
    ) -> dict[str, Any]:
        """A published return over London days, both included, from the ledger as it is or as it was.

        Raises NotFound for a name that is none, InvalidInput for days or a position that cannot be.
        """
        wanted, reached = RETURNS.get(name), self.index.position()
        if wanted is None:
            raise NotFound
        wrong = []
        if last < first:
            wrong.append(FieldError("query:to", "before_from", "The last day comes before the first."))
        if as_of is not None and not 0 <= as_of <= reached:
            wrong.append(FieldError("query:as_of", "out_of_range", f"Give a ledger position up to {reached}."))
        if wrong:
            raise InvalidInput(wrong)
        size = reached if as_of is None else as_of
        facts = self.stories.named(wanted.names, size)
        return answer(wanted, facts, Span(first, last), size, self.tree_head(size), public)

    def sign_the_last(self) -> None:
        """A head over all there is, when a program stops: what is done to a log that lies still is found by it."""
        self.catching_up.wait()
        self.heads.sign()

    def close(self) -> None:
        """Let go of every database."""
        self.logs.close()
        self.ledger.close()
        self.index.close()


def open_evidence(
    settings: Settings,
    clock: Clock = system_clock,
    leases: Leases | None = None,
    trusted: VerifierKey | None = None,
    run: Run = run_here,
    seconds: float = COMMAND_SECONDS,
) -> Evidence:
    """The ledger and all around it; `trusted` is a public key brought from elsewhere, believed before any kept here.

    `seconds` is how long verification waits for another process that follows the logs.
    """
    address = settings.address("DATABASE_URL", "audit")
    leases = leases or leases_at(settings.address("DATABASE_URL", "{service}"))
    logs = open_logs({source: settings.address("LEDGER_SOURCE_URL", source) for source in SOURCES})
    ledger = LedgerTables(open_database(address, "DATABASE_URL", "ledger", lasting=True))
    index = StoryIndex(open_database(address, "DATABASE_URL", "stories"), ledger.page)
    folder = HeadFolder(Path(settings.address("CHECKPOINT_DIR")))
    keys = KeyFiles(settings.data / "keys", folder, settings.council, trusted)
    feed = Feed(logs, ledger, folder, index)
    heads = TreeHeads(ledger, folder, keys, clock)
    catching_up = CatchingUp(feed, partial(leases.lease, _LEASE))
    views = _AllViews(ServiceCommands(_told_where(settings), run), index)
    return Evidence(
        logs=logs,
        ledger=ledger,
        index=index,
        keys=keys,
        feed=feed,
        heads=heads,
        catching_up=catching_up,
        verification=Verification(logs, ledger, folder, keys, heads, catching_up, views, seconds),
        proofs=Proofs(ledger, heads, keys),
        stories=Stories(index.reading, ledger.at),
    )


def build_audit(ground: Ground, run: Run = run_here) -> Service:
    """Audit with its chores: following the logs, signing heads, and verifying what was asked for on a page."""
    evidence = open_evidence(ground.settings, ground.clock, ground.leases, run=run)
    ground.held.callback(evidence.close)
    opened = _open(ground)
    pages = partial(_routers, ground, opened, evidence)
    service = assemble(ground, opened, commands(evidence.population), routers=pages)
    return replace(
        service,
        chores=_chores(ground, opened, evidence, service.dispatch),
        checks=(signed_head_check(evidence.heads),),
        measures=partial(measured, evidence.heads, evidence.feed),
    )


def clock_for(settings: Settings) -> Clock:
    """The clock for a command of ours. A store that cannot be read is for verification to tell, not for the clock."""
    try:
        return clock_beside(settings, "audit")
    except (StoreNotUsable, Unavailable):
        return system_clock


def keep_report(settings: Settings, report: Report) -> str | None:
    """Write a verification down in audit's own log; where that cannot be done, what stands in the way."""
    try:
        ground = make_ground(settings, clock_for(settings))
        opened = _open(ground)
        dispatch = Dispatcher("audit", opened.store, commands(lambda: (0, "", ())))
        write_down(dispatch, ground.clock(), new_id(), report)
        opened.store.close()
        opened.views.close()
        ground.keyring.close()
    except (WrongMasterKey, StoreNotUsable, Unavailable) as error:
        return str(error)
    return None


def _open(ground: Ground) -> Opened:
    return open_service(ground, "audit", FACTS, UPCASTS, _VIEWS)


def _chores(ground: Ground, opened: Opened, evidence: Evidence, dispatch: Dispatch) -> tuple[Chore, ...]:
    def under_way() -> list[str]:
        opened.views.wait_for(opened.store.head())
        with opened.views.reading() as connection:
            return verifications.under_way(connection)

    asked_for = AskedFor(evidence.verification, dispatch, ground.clock, under_way)
    return (
        Chore("ledger", evidence.feed.step),
        Chore("heads", evidence.heads.step, evidence.sign_the_last),
        Chore("verification", asked_for.step),
    )


def _routers(
    ground: Ground, opened: Opened, evidence: Evidence, dispatch: Dispatch, record_view: RecordView
) -> Sequence[APIRouter]:
    desk = Desk(
        stories=evidence.stories,
        current=evidence.catching_up.missing,
        computed_from=evidence.computed_from,
        newest_head=evidence.heads.newest,
        standing=evidence.proofs.standing,
        prove=evidence.proofs.prove,
        compute_return=evidence.compute_return,
        revealed=partial(_revealed, opened),
        open=ground.keyring.open,
        clock=ground.clock,
    )
    views = OwnViews(opened.views.reading, opened.views.wait_for)
    return (
        api.router(desk, record_view),
        search.router(desk, views, dispatch),
        verify.router(views, dispatch, ground.clock),
        returns.router(desk),
        looks.router(desk, views, dispatch, record_view),
        reveal.router(desk, dispatch, record_view),
        history_router(
            "audit",
            pages=story.PAGES,
            roles=AUDITORS,
            read=opened.store.stream,
            fold=lambda _stream, facts: facts[-1].fact,
            tell=_tell,
            streams_about=partial(_own_streams, evidence),
            record_view=record_view,
        ),
        story.router(desk, record_view),
    )


def _tell(recorded: Recorded) -> str:
    members = {name: getattr(recorded.fact, name) for name in recorded.fact.__struct_fields__}
    return _SENTENCES[type(recorded.fact)].format_map(members)


def _own_streams(evidence: Evidence, reference: str) -> list[str]:
    """What auditors did about a referral; what it is about stands in its story."""
    found = evidence.stories.find(reference)
    streams = [fact.stream for fact in found.facts if fact.source == "audit"] if found else []
    return list(dict.fromkeys(streams))


def _revealed(opened: Opened, reveal_id: str) -> Reveal | None:
    for recorded in opened.store.stream(reveal_stream(reveal_id)):
        if isinstance(recorded.fact, DetailRevealed):
            return Reveal(recorded.fact, recorded.context.actor, recorded.recorded_at)
    return None


class _AllViews:
    """The services' views, each compared by its service, and the index of stories, which is audit's own to compare."""

    def __init__(self, services: ServiceCommands, index: StoryIndex) -> None:
        self._services = services
        self._index = index

    def compare(self, names: Sequence[str]) -> list[ComparedViews]:
        """What each says."""
        differing: list[tuple[str, str]] = []
        try:
            self._index.compare()
        except IndexDiffers as differs:
            differing.append(("stories", str(differs)))
        own = ComparedViews(source="audit", compared=1, differing=differing)
        return [*self._services.compare(names), own]


def _told_where(settings: Settings) -> tuple[str, ...]:
    """The arguments that lead another command to the same data, where its environment does not."""
    return ("--data", str(settings.data)) if settings.found_by_data else ()
