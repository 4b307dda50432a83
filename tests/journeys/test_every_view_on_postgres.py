"""Every view of every service on PostgreSQL, filled fact by fact beside the same view on SQLite, and the same rows.

The facts are a referral's own, and after them the examples that are kept of every shape ever stored, brought to one
referral, one person, one meeting. A view is found where it is registered, so none can be left out; a table that nothing
fills is said.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import IntegrityError, NoResultFound

from shared.event_store.databases import open_database
from shared.event_store.jobs import Job
from shared.event_store.tables import beside_views
from shared.event_store.views import View
from shared.kernel.messages import Recorded
from shared.runtime.service import Service
from tests.journeys.test_referral_to_agenda import high_risk
from tests.support.builders.borough import LittleBorough
from tests.support.postgres import NewDatabase
from tests.support.tree import ROOT, SERVICES

pytestmark = pytest.mark.slow

Pair = tuple[Connection, Connection]

# What stands in these was opened under a key, and the examples' details open under none.
OPENED = {"diary_codes", "insider_cleared", "insider_signs", "mail_senders", "mail_threads", "restricted_signs"}


def of_one(told: Any) -> Any:
    """The same with one id of each kind, so that what different examples tell is about one thing."""
    if isinstance(told, list):
        return [of_one(each) for each in told]
    if not isinstance(told, dict):
        return told
    kinds = {name for name, value in told.items() if name.endswith("_id") and isinstance(value, str)}
    return {name: f"the-{name.removesuffix('_id')}" if name in kinds else of_one(told[name]) for name in told}


def of_another(recorded: Recorded) -> Recorded:
    """The same about something else of that referral or case: a second hand-over, the same at a later meeting."""
    own = [name for name in recorded.fact.__struct_fields__ if name.endswith("_id")]
    theirs = {name: f"{getattr(recorded.fact, name)}-{recorded.position}" for name in own}
    kept = {name: value for name, value in theirs.items() if name not in ("referral_id", "case_id", "person_id")}
    return msgspec.structs.replace(recorded, fact=msgspec.structs.replace(recorded.fact, **kept))


def write_examples(service: Service) -> None:
    """Each example of each shape that the service ever stored, at the end of its log."""
    [(occurred, metadata)] = service.store.look("SELECT occurred_at, metadata FROM events WHERE position = 1")
    for path in sorted((ROOT / "tests" / service.name / "domain/stored").glob("*.json")):
        name, _, version = path.stem.rpartition(".v")
        data = json.dumps(of_one(json.loads(path.read_text(encoding="utf-8")))).encode()
        row: Any = (path.stem, 1, path.stem, name, int(version), occurred, metadata, data)
        service.store.append(Job(path.stem, 0, [row]))


class Filling:
    """The views of a service in two databases at once, by one fact after the other."""

    def __init__(self, views: Sequence[View], pair: Pair) -> None:
        self.views, self.pair = views, pair
        self.empty = {table.name for view in views for table in view.tables}
        for table in (table for view in views for table in view.tables):
            for connection in pair:
                table.create(connection)

    def by(self, facts: Sequence[Recorded]) -> list[Recorded]:
        """In their order, and what came too early again until nothing more can be taken; what is left."""
        while len(left := [each for each in facts if not self._takes(each)]) < len(facts):
            facts = left
        return left

    def _takes(self, recorded: Recorded) -> bool:
        """Apply a fact to both and compare; False where it speaks of what is not there, or is there already."""
        kind = type(recorded.fact)
        following = [view for view in self.views if kind in view.apply]
        try:
            with self.pair[0].begin_nested():
                for view in following:
                    view.apply[kind](self.pair[0], recorded)
        except (NoResultFound, IntegrityError):
            return False
        for view in following:
            view.apply[kind](self.pair[1], recorded)
        for table in (table for view in following for table in view.tables):
            self._compare(table, recorded.name)
        return True

    def _compare(self, table: Table, after: str) -> None:
        one, other = (sorted(repr(tuple(row)) for row in connection.execute(select(table))) for connection in self.pair)
        assert one == other, f"table {table.name} after {after}"
        if one:
            self.empty.discard(table.name)


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleBorough]:
    """One referral, with a child at risk, that ran its course, and then everything that was ever stored."""
    made = LittleBorough(tmp_path_factory.mktemp("borough"))
    known = high_risk()
    made.refer(known | {"facts": known["facts"] | {"child_at_risk": "yes"}})
    for service in made.built.services.values():
        write_examples(service)
    yield made
    made.close()


@pytest.fixture
def pair(tmp_path: Path, new_database: NewDatabase) -> Iterator[Pair]:
    """The same empty database of both kinds."""
    addresses = (f"sqlite:///{tmp_path}/log.sqlite", new_database())
    opened = [open_database(address, "DATABASE_URL", "views") for address in addresses]
    with opened[0].making(beside_views) as sqlite, opened[1].making(beside_views) as postgres:
        yield sqlite, postgres
    for database in opened:
        database.close()


@pytest.mark.parametrize("name", SERVICES)
def test_every_view_holds_the_same_on_both(borough: LittleBorough, pair: Pair, name: str) -> None:
    service = borough.built.services[name]
    facts = service.store.page(0, 100_000)
    filling = Filling(service.views.views, pair)
    left = filling.by(facts)
    left = filling.by([of_another(each) for each in left])
    assert [each.name for each in left] == []
    if filling.empty - OPENED:
        filling.by([of_another(each) for each in facts])
    assert filling.empty == OPENED & {table.name for view in service.views.views for table in view.tables}


_planted = MetaData()
PLANTED = Table("planted", _planted, Column("number", Integer, primary_key=True))


def differs(connection: Connection, recorded: Recorded) -> None:
    connection.execute(insert(PLANTED).values(number=len(connection.dialect.name)))


def test_a_view_that_fills_itself_otherwise_on_postgresql_is_found(borough: LittleBorough, pair: Pair) -> None:
    facts = borough.built.services["audit"].store.page(0, 100)
    kind = type(facts[-1].fact)
    with pytest.raises(AssertionError, match=f"table planted after {facts[-1].name}"):
        Filling([View("planted", 1, (PLANTED,), {kind: differs})], pair).by(facts)


def test_a_view_that_nothing_fills_is_found(borough: LittleBorough, pair: Pair) -> None:
    filling = Filling([View("planted", 1, (PLANTED,))], pair)
    assert filling.by(borough.built.services["audit"].store.page(0, 100)) == []
    assert filling.empty == {"planted"}
