"""Views: what a service wants to look up, followed from its own log and never written by anybody else."""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, delete, event, insert, select

from shared.event_store.store import EventStore
from shared.event_store.tables import beside_views, checkpoints
from shared.kernel.messages import Fact, Recorded

Apply = Callable[[Connection, Recorded], None]
_PAGE = 500


@dataclass(frozen=True, slots=True)
class View:
    """One thing to look up: its tables, and how each fact changes them.

    Raise `version` when the tables or the meaning change: the view is then built anew from the log.
    """

    name: str
    version: int
    tables: tuple[Table, ...]
    apply: Mapping[type[Fact], Apply] = field(default_factory=dict)


class ViewDiffers(Exception):
    """A view rebuilt from the log is not what the live view holds; names the view, the table and the first row."""


class ViewStore:
    """The views of one service and how far each has followed the log."""

    def __init__(self, path: Path, store: EventStore, views: Sequence[View]) -> None:
        self._store = store
        self._views = tuple(views)
        self._path = path
        self._engine = _engine(f"sqlite:///{path}")
        beside_views.create_all(self._engine)
        self._prepare()

    def advance(self, limit: int = _PAGE) -> bool:
        """Follow the log by one page, rows and checkpoints in one transaction; False when there was nothing new."""
        with self._engine.begin() as connection:
            return _follow(connection, self._store, self._views, _positions(connection), limit)

    def catch_up(self) -> None:
        """Follow until the end of the log as it stands."""
        while self.advance():
            pass

    def position(self) -> int:
        """The position every view has reached."""
        with self._engine.connect() as connection:
            positions = _positions(connection)
        return min((positions[view.name][1] for view in self._views), default=self._store.head())

    def wait_for(self, position: int, seconds: float = 2.0) -> bool:
        """Whether the views show everything up to a position, waiting that long for them."""
        deadline = time.monotonic() + seconds
        while self.position() < position:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.005)
        return True

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries."""
        with self._engine.connect() as connection:
            yield connection

    def mark(self, name: str) -> int:
        """How far a reader that is no view (the relay, say) has come."""
        with self._engine.connect() as connection:
            return _positions(connection).get(name, (0, 0))[1]

    def move_mark(self, name: str, position: int) -> None:
        """Remember how far such a reader has come."""
        with self._engine.begin() as connection:
            _move(connection, name, 0, position)

    def compare(self, name: str) -> None:
        """Rebuild a view from the log elsewhere and raise ViewDiffers if the live one is not the same."""
        view = self._named(name)
        with self._engine.connect() as live:
            live.exec_driver_sql("BEGIN")  # one snapshot for the checkpoint and the rows, while the follower goes on
            target = _positions(live)[view.name][1]
            with self._rebuilt(view, target) as fresh:
                for table in view.tables:
                    _compare(view, table, live, fresh)

    def rebuild(self, name: str) -> int:
        """Build a view anew beside the live one, then swap it in; returns the position it stands at."""
        view = self._named(name)
        target = self._store.head()
        with self._rebuilt(view, target) as fresh, self._engine.begin() as live:
            for table in view.tables:
                live.execute(delete(table))
                for rows in fresh.execute(select(table)).mappings().partitions(_PAGE):
                    live.execute(insert(table), [dict(row) for row in rows])
            _move(live, view.name, view.version, target)
        return target

    def names(self) -> tuple[str, ...]:
        """The views there are."""
        return tuple(view.name for view in self._views)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _named(self, name: str) -> View:
        for view in self._views:
            if view.name == name:
                return view
        raise LookupError(f"There is no view named {name}; there are {', '.join(self.names())}.")

    def _prepare(self) -> None:
        """Make the tables of new views, and make anew those whose version has changed."""
        with self._engine.begin() as connection:
            known = _positions(connection)
            for view in self._views:
                if view.name in known and known[view.name][0] == view.version:
                    continue
                for table in reversed(view.tables):
                    table.drop(connection, checkfirst=True)
                for table in view.tables:
                    table.create(connection)
                _move(connection, view.name, view.version, 0)

    @contextlib.contextmanager
    def _rebuilt(self, view: View, target: int) -> Iterator[Connection]:
        """The view built in a scratch database, up to a position of the log."""
        scratch = self._path.with_suffix(f".{view.name}.rebuild")
        _remove(scratch)
        engine = _engine(f"sqlite:///{scratch}")
        try:
            _metadata_of(view).create_all(engine)
            beside_views.create_all(engine)
            with engine.begin() as connection:
                _move(connection, view.name, view.version, 0)
                while (reached := _positions(connection)[view.name][1]) < target:
                    _follow(connection, self._store, (view,), _positions(connection), min(_PAGE, target - reached))
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()
            _remove(scratch)


def _engine(url: str) -> Engine:
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def _pragmas(connection: object, _record: object) -> None:
        run = connection.execute  # type: ignore[attr-defined]  # the driver's connection has no public type here
        run("PRAGMA journal_mode=WAL")
        run("PRAGMA synchronous=NORMAL")
        run("PRAGMA busy_timeout=10000")
        run("PRAGMA secure_delete=ON")

    return engine


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _metadata_of(view: View) -> MetaData:
    metadata = MetaData()
    for table in view.tables:
        table.to_metadata(metadata)
    return metadata


def _positions(connection: Connection) -> dict[str, tuple[int, int]]:
    return {row.name: (row.version, row.position) for row in connection.execute(select(checkpoints))}


def _move(connection: Connection, name: str, version: int, position: int) -> None:
    changed = connection.execute(
        checkpoints.update().where(checkpoints.c.name == name).values(version=version, position=position)
    )
    if not changed.rowcount:
        connection.execute(insert(checkpoints).values(name=name, version=version, position=position))


def _follow(
    connection: Connection,
    store: EventStore,
    views: Sequence[View],
    positions: Mapping[str, tuple[int, int]],
    limit: int,
) -> bool:
    if not views:
        return False
    page = store.page(min(positions[view.name][1] for view in views), limit)
    if not page:
        return False
    for view in views:
        reached = positions[view.name][1]
        for recorded in page:
            apply = view.apply.get(type(recorded.fact))
            if apply is not None and recorded.position > reached:
                apply(connection, recorded)
        if page[-1].position > reached:
            _move(connection, view.name, view.version, page[-1].position)
    return True


def _compare(view: View, table: Table, live: Connection, fresh: Connection) -> None:
    order = list(table.primary_key.columns)
    statement = select(table).order_by(*order)
    ours, theirs = live.execute(statement), fresh.execute(statement)
    while True:
        mine, rebuilt = ours.fetchone(), theirs.fetchone()
        if mine is None and rebuilt is None:
            return
        if mine != rebuilt:
            row = mine if mine is not None else rebuilt
            key = tuple(getattr(row, column.name) for column in order)
            raise ViewDiffers(f"view {view.name}, table {table.name}: row {key} is not what the history gives")
