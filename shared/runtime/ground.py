"""What all services of a process stand on: settings, clock, keys, leases, bus; and how one service is put together."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import APIRouter

from shared.contracts.registry import publisher_of
from shared.delivery.carriers import bus_at
from shared.delivery.dead_letters import DeadLetters
from shared.delivery.inbox import Inbox
from shared.delivery.ports import Bus
from shared.delivery.relay import Publication
from shared.event_store.codec import Upcasts
from shared.event_store.databases import Database, open_database
from shared.event_store.engine import open_store
from shared.event_store.keyring import Keyring, open_keyring
from shared.event_store.lease import Leases
from shared.event_store.leasing import leases_at
from shared.event_store.sqlite import opening
from shared.event_store.store import EventStore
from shared.event_store.views import View, ViewStore
from shared.kernel.clock import Clock, system_clock
from shared.kernel.dispatching import RecordView
from shared.kernel.handling import Command, Deadline, Handler, Policy
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context, FactType
from shared.kernel.refusals import ConcurrencyConflict
from shared.runtime.dispatch import Dispatcher
from shared.runtime.facts import catalogue, own_facts
from shared.runtime.origin import keep_inside
from shared.runtime.recorder import Recorder
from shared.runtime.service import Chore, Service
from shared.runtime.settings import Settings


@dataclass(frozen=True, slots=True)
class Ground:
    """Shared by all services of this process; `held` is what else is open until it is closed."""

    settings: Settings
    clock: Clock
    keyring: Keyring
    leases: Leases
    bus: Bus
    held: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def database(self, address: str, setting: str, beside: str = "", *, lasting: bool = False) -> Database:
        """A database at an address, open for as long as the ground is; `lasting` is for what nothing can make again."""
        opened = open_database(address, setting, beside, lasting=lasting)
        self.held.callback(opened.close)
        return opened

    def close(self) -> None:
        """Hear nothing more, then let go of every database and of the keys."""
        self.bus.close()
        self.held.close()
        self.keyring.close()


@dataclass(frozen=True, slots=True)
class Opened:
    """A service's store and views, opened but not yet put to work."""

    name: str
    store: EventStore
    views: ViewStore
    clock: Clock
    recorder: Recorder


def make_ground(settings: Settings, clock: Clock = system_clock) -> Ground:
    """Open the keyring and everything else that is shared.

    Raises WrongMasterKey, StoreNotUsable or DeliveryNotUsable with what to do.
    """
    bus = bus_at(settings.address("DELIVERY_URL"), settings.worker, clock)
    with opening(settings.data):
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)  # its files are for whoever runs Waymark alone
        keyring = open_keyring(settings.address("KEYRING_URL"), settings.open_master_key, clock)
        leases = leases_at(settings.address("DATABASE_URL", "{service}"))
        return Ground(settings, clock, keyring, leases, bus)


def open_service(
    ground: Ground, name: str, facts: Sequence[FactType], upcasts: Upcasts, views: Sequence[View]
) -> Opened:
    """A service's log and views at their addresses."""
    url = ground.settings.address("DATABASE_URL", name)
    keys = ground.keyring
    types = (*facts, *own_facts(name))
    origin = ground.settings.origin
    store = open_store(url, types, upcasts, keys.seal, ground.clock, keys.flush, owner=name, origin=origin)
    keep_inside(ground.settings, store)
    beside = ViewStore(open_database(url, "DATABASE_URL", "views"), store, views)
    opened = Opened(name, store, beside, ground.clock, Recorder(store, ground.clock))
    _record_catalogue(opened, types)
    return opened


def assemble(
    ground: Ground,
    opened: Opened,
    commands: Mapping[type[Command], Handler],
    policies: Sequence[Policy] = (),
    publication: Publication | None = None,
    deadlines: Sequence[Deadline] = (),
    routers: Callable[[Dispatcher, RecordView], Sequence[APIRouter]] | None = None,
    chores: Sequence[Chore] = (),
) -> Service:
    """Put a service together and let it hear the bus."""
    dispatch = Dispatcher(opened.name, opened.store, commands)
    letters = DeadLetters(opened.store)
    inbox = Inbox(opened.name, policies, dispatch, letters, ground.clock)
    heard = {publisher_of(policy.event) for policy in policies}
    subscription = ground.bus.subscribe(opened.name, heard, inbox) if heard else None
    pages = routers(dispatch, opened.recorder.record_view) if routers else ()
    return Service(
        opened.name,
        opened.store,
        opened.views,
        opened.recorder,
        dispatch,
        inbox,
        subscription,
        letters,
        policies,
        publication or {},
        deadlines,
        pages,
        chores,
    )


def _record_catalogue(opened: Opened, types: Sequence[FactType]) -> None:
    """Append the table of facts whenever it differs from the one recorded last."""
    fact = catalogue(types)
    context = Context(actor=f"{opened.name}/start", role="system", correlation_id=new_id())
    while True:
        known = opened.store.stream("catalogue")
        if known and getattr(known[-1].fact, "digest", None) == fact.digest:
            return
        with contextlib.suppress(ConcurrencyConflict):  # the same program, starting beside this one
            opened.store.append(opened.store.job("catalogue", len(known), [fact], context, opened.clock()))
