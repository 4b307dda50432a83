"""Views: what a service wants to look up, followed from its own log and never written by anybody else."""

import contextlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, delete, insert, select

from shared.event_store.comparing import ViewDiffers as ViewDiffers
from shared.event_store.comparing import first_difference
from shared.event_store.databases import Database
from shared.event_store.store import EventStore
from shared.event_store.tables import beside_views, checkpoints
from shared.event_store.withholding import withhold
from shared.kernel.kept_from import kept_from
from shared.kernel.messages import Fact, Recorded
from shared.kernel.refusals import Unavailable

Positions = Mapping[str, tuple[int, int]]
"""How far each has followed: its version and its position, by name."""

Apply = Callable[[Connection, Recorded], None]
_PAGE = 500
# Marks do not wait for the views, which take long where a page of facts is.
_MARKS = "marks"
# Beside the views' own: where the log took away what may still lie in the database's files, 0 once it does not.
_OLD_COPIES = "old copies"


@dataclass(frozen=True, slots=True)
class View:
    """One thing to look up: its tables, and how each fact changes them.

    Raise `version` when the tables or the meaning change: the view is then built anew from the log. `forgets` names the
    facts that take away what must not be found again: not in the tables, nor in what a database leaves in its files.
    """

    name: str
    version: int
    tables: tuple[Table, ...]
    apply: Mapping[type[Fact], Apply] = field(default_factory=dict)
    forgets: tuple[type[Fact], ...] = ()


class ViewStore:
    """The views of one service (`views`, as registered) and how far each has followed the log."""

    def __init__(self, database: Database, store: EventStore, views: Sequence[View]) -> None:
        self._database = database
        self._store = store
        self.views = tuple(views)
        self._forgetful = [table for view in self.views if view.forgets for table in view.tables]
        with database.making(beside_views) as connection:
            self._prepare(connection)

    def advance(self, limit: int = _PAGE) -> bool:
        """Follow the log by one page, rows and checkpoints in one transaction; False when there was nothing new.

        A view that is far behind, being new, has pages of its own and holds up no other.
        """
        with self.reading() as connection:  # asked again and again, so it must not keep writers out
            positions = _positions(connection)
        moved = self._least(positions) < self._store.head()
        if moved:
            with self._database.changing() as connection:
                moved = _follow(connection, self._store, self.views, limit)
                positions = _positions(connection)
        self._remove_old_copies(positions)
        return moved

    def catch_up(self, limit: int = _PAGE) -> None:
        """Follow until the end of the log as it stands."""
        while self.advance(limit):
            pass

    def position(self) -> int:
        """The position every view has reached."""
        with self.reading() as connection:
            return self._least(_positions(connection))

    def wait_for(self, position: int, seconds: float = 2.0) -> bool:
        """Whether the views show everything up to a position, within that time.

        Whoever asks helps: following here is safe beside the follower, and nobody waits for one that is not there.
        """
        deadline = time.monotonic() + seconds
        while not self._shows(position):
            if time.monotonic() > deadline:
                return False
            if not self._helped():
                time.sleep(0.005)
        return True

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries, which all see the views as they stood at the first.

        What is kept from whoever is being served is not in them: no row, and no row counted.
        """
        with self._database.reading() as connection:
            if records := kept_from():
                withhold(connection, records)
            yield connection

    def mark(self, name: str) -> int:
        """How far a reader that is no view (the relay, say) has come."""
        with self.reading() as connection:
            return _positions(connection).get(name, (0, 0))[1]

    def move_mark(self, name: str, before: int, position: int) -> bool:
        """Remember how far such a reader has come, from where it was before.

        False where it is not there any more: whoever had it in hand meanwhile is believed, not one who slept.
        """
        with self._database.changing(_MARKS) as connection:
            there = checkpoints.c.name == name, checkpoints.c.position == before
            moved = connection.execute(checkpoints.update().where(*there).values(position=position)).rowcount
            if not moved and not before and name not in _positions(connection):
                moved = connection.execute(
                    insert(checkpoints), {"name": name, "version": 0, "position": position}
                ).rowcount
            return bool(moved)

    def put_mark(self, name: str, position: int) -> None:
        """Have such a reader go on from there, wherever it is."""
        with self._database.changing(_MARKS) as connection:
            _move(connection, name, 0, position)

    def compare(self, name: str) -> None:
        """Rebuild a view from the log elsewhere and raise ViewDiffers if the live one is not the same."""
        for differs in self.differing([name]).values():
            raise differs

    def differing(self, names: Sequence[str] | None = None) -> Mapping[str, ViewDiffers]:
        """Which of these views, or of all, are not what the log gives; the log is read once for all of them."""
        views = self.views if names is None else tuple(map(self._named, names))
        with self.reading() as live:
            targets = _positions(live)
        found: dict[str, ViewDiffers] = {}
        with self._rebuilt(views, targets) as fresh:
            for view in views:
                try:
                    self._compare(view, fresh)
                except ViewDiffers as differs:
                    found[view.name] = differs
        return found

    def rebuild(self, name: str) -> int:
        """Build a view anew beside the live one, then swap it in; returns the position it stands at."""
        view = self._named(name)
        with self._rebuilt((view,)) as fresh, self._database.changing() as live:
            # The follower went on meanwhile; what it has shown already must not vanish with the swap.
            self._follow_to(fresh, (view,), _positions(live))
            reached = _positions(fresh)[view.name][1]
            for table in view.tables:
                live.execute(delete(table))
                built = fresh.execute(select(table), execution_options={"yield_per": _PAGE})
                for rows in built.mappings().partitions():
                    live.execute(insert(table), [dict(row) for row in rows])
            _move(live, view.name, view.version, reached)
            if view.forgets:
                _move(live, _OLD_COPIES, 0, reached)
        return reached

    def names(self) -> tuple[str, ...]:
        """The views there are."""
        return tuple(view.name for view in self.views)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _least(self, positions: Positions) -> int:
        return min(positions[view.name][1] for view in self.views) if self.views else self._store.head()

    def _remove_old_copies(self, positions: Positions) -> None:
        """Take what was forgotten out of the database's files too; tried again until it can be done."""
        _, since = positions.get(_OLD_COPIES, (0, 0))
        if since and self._database.remove_old_copies(self._forgetful):
            this = (checkpoints.c.name == _OLD_COPIES) & (checkpoints.c.position == since)
            with self._database.changing() as connection:
                connection.execute(checkpoints.update().where(this).values(position=0))

    def _shows(self, position: int) -> bool:
        with contextlib.suppress(Unavailable):  # the follower's to report; whoever waits is told that it takes longer
            return self.position() >= position
        return False

    def _helped(self) -> bool:
        with contextlib.suppress(Unavailable):
            return self.advance()
        return False

    def _named(self, name: str) -> View:
        for view in self.views:
            if view.name == name:
                return view
        raise LookupError(f"There is no view named {name}; there are {', '.join(self.names())}.")

    def _prepare(self, connection: Connection) -> None:
        """Make the tables of new views, and make anew those whose version has changed."""
        known = _positions(connection)
        for view in self.views:
            if view.name in known and known[view.name][0] == view.version:
                continue
            for table in reversed(view.tables):
                table.drop(connection, checkfirst=True)
            for table in view.tables:
                table.create(connection)
            if view.forgets:
                self._database.keep_no_samples(connection, view.tables)
            _move(connection, view.name, view.version, 0)

    @contextlib.contextmanager
    def _rebuilt(self, views: Sequence[View], targets: Positions | None = None) -> Iterator[Connection]:
        """The views built elsewhere, each up to a position of the log or as far as the log goes."""
        with self._database.scratch("views") as connection:
            with connection.begin():
                for table in (checkpoints, *(table for view in views for table in view.tables)):
                    table.create(connection, checkfirst=False)
                for view in views:
                    _move(connection, view.name, view.version, 0)
                self._follow_to(connection, views, targets)
            yield connection

    def _follow_to(self, connection: Connection, views: Sequence[View], targets: Positions | None) -> None:
        """Follow exactly so far, or as far as the log goes; views that have the same way to go read it together."""
        at, head, ways = _positions(connection), self._store.head(), defaultdict[tuple[int, int], list[View]](list)
        for view in views:
            ways[at[view.name][1], head if targets is None else targets[view.name][1]].append(view)
        for (reached, target), together in ways.items():
            while reached < target and _follow(connection, self._store, together, min(_PAGE, target - reached)):
                reached = _positions(connection)[together[0].name][1]

    def _compare(self, view: View, fresh: Connection) -> None:
        """Raise ViewDiffers if the live view is not what was built elsewhere, as at the moment it is looked at."""
        with self.reading() as live:
            self._follow_to(fresh, (view,), _positions(live))  # the follower went on meanwhile
            for table in view.tables:
                if difference := first_difference(table, live, fresh, self._database.byte_order):
                    raise ViewDiffers(f"view {view.name}, table {table.name}: row {difference}")


def _positions(connection: Connection) -> Positions:
    return {row.name: (row.version, row.position) for row in connection.execute(select(checkpoints))}


def _move(connection: Connection, name: str, version: int, position: int) -> None:
    changed = connection.execute(
        checkpoints.update().where(checkpoints.c.name == name).values(version=version, position=position)
    )
    if not changed.rowcount:
        connection.execute(insert(checkpoints), {"name": name, "version": version, "position": position})


def _follow(connection: Connection, store: EventStore, views: Sequence[View], limit: int) -> bool:
    positions, standing = _positions(connection), defaultdict[int, list[View]](list)
    for view in views:
        standing[positions[view.name][1]].append(view)
    moved = False
    for position, together in standing.items():
        page = store.page(position, limit)
        for view in together if page else ():
            for recorded in page:
                if (apply := view.apply.get(type(recorded.fact))) is not None:
                    apply(connection, recorded)
                if isinstance(recorded.fact, view.forgets):
                    _move(connection, _OLD_COPIES, 0, recorded.position)
            _move(connection, view.name, view.version, page[-1].position)
            moved = True
    return moved
