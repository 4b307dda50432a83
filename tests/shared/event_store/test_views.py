"""Views follow their own log: rows and checkpoint together, made anew when their version changes, told when wrong."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, Text, delete, event, insert, select, update

from shared.event_store import sqlite
from shared.event_store.databases import open_database
from shared.event_store.engine import open_store
from shared.event_store.store import EventStore
from shared.event_store.tables import checkpoints
from shared.event_store.views import View, ViewDiffers, ViewStore
from shared.kernel.clock import ScriptedClock
from shared.kernel.messages import Recorded
from tests.support.backends import no_seal, nothing_first
from tests.support.databases import Place
from tests.support.notebook import FACTS, MORNING, NotebookClosed, NoteWritten, notes, written

_tables = MetaData()
totals = Table("totals", _tables, Column("stream", Text, primary_key=True), Column("total", Integer, nullable=False))
index = Table("words", _tables, Column("word", Text, primary_key=True), sqlite_with_rowid=False)
diary = Table("diary", _tables, Column("stream", Text), Column("number", Integer))  # has no key


def add_up(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, NoteWritten)
    number = recorded.fact.number
    row = totals.c.stream == recorded.stream
    if not connection.execute(update(totals).where(row).values(total=totals.c.total + number)).rowcount:
        connection.execute(insert(totals).values(stream=recorded.stream, total=number))


def write_down(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, NoteWritten)
    connection.execute(insert(diary).values(stream=recorded.stream, number=recorded.fact.number))


def drop(connection: Connection, recorded: Recorded) -> None:
    connection.execute(delete(totals).where(totals.c.stream == recorded.stream))


TOTALS = View("totals", 1, (totals,), {NoteWritten: add_up, NotebookClosed: drop})
DIARY = View("diary", 1, (diary,), {NoteWritten: write_down})


class Notes:
    """A log and its views; opening the views again is what another process would do."""

    def __init__(self, folder: Path, place: Place) -> None:
        clock = ScriptedClock(MORNING)
        self.store = open_store(f"sqlite:///{folder}/notes.sqlite", FACTS, {}, no_seal, clock, nothing_first)
        self.place = place
        self._opened: list[ViewStore] = []

    def views(self, *views: View) -> ViewStore:
        return self.opened("beside", views or (TOTALS, DIARY))

    def opened(self, name: str, views: Sequence[View]) -> ViewStore:
        database = open_database(self.place.address(name), "DATABASE_URL", "views")
        self._opened.append(ViewStore(database, self.store, views))
        return self._opened[-1]

    def stored_bytes(self) -> bytes:
        return self.place.stored_bytes("beside")

    def close(self) -> None:
        for opened in self._opened:
            opened.close()
        self.store.close()


@pytest.fixture
def book(tmp_path: Path, place: Place) -> Iterator[Notes]:
    """An empty log."""
    made = Notes(tmp_path, place)
    yield made
    made.close()


def engine_of(views: ViewStore) -> Engine:
    """What its connections come from, for a test to stand in between."""
    engine: Engine = views._database._engine  # type: ignore[attr-defined]  # every kind of database has one
    return engine


def rows(views: ViewStore, table: Table = totals) -> Sequence[tuple[object, ...]]:
    with views.reading() as connection:
        return [tuple(row) for row in connection.execute(select(table).order_by(*table.columns))]


def test_a_view_shows_what_it_has_followed_and_knows_how_far(book: Notes) -> None:
    views = book.views()
    written(book.store, "n-1", *notes(4))
    written(book.store, "n-2", *notes(1), NotebookClosed(closed_at=MORNING))
    assert views.advance(3)
    assert (views.position(), rows(views)) == (3, [("n-1", 6)])
    views.catch_up()
    assert (views.position(), rows(views)) == (6, [("n-1", 10)])
    assert not views.advance()


def test_following_again_after_a_start_doubles_nothing(book: Notes) -> None:
    written(book.store, "n-1", *notes(4))
    book.views().catch_up()
    book.views().catch_up()
    assert rows(book.views()) == [("n-1", 10)]


def test_a_page_that_fails_leaves_neither_rows_nor_checkpoint(book: Notes) -> None:
    def fails(connection: Connection, recorded: Recorded) -> None:
        add_up(connection, recorded)
        if recorded.position == 3:
            raise RuntimeError("a mistake in the view")

    written(book.store, "n-1", *notes(4))
    views = book.views(View("totals", 1, (totals,), {NoteWritten: fails}))
    with pytest.raises(RuntimeError):
        views.advance()
    assert (views.position(), rows(views)) == (0, [])
    assert (views.advance(2), rows(views)) == (True, [("n-1", 3)])


@pytest.mark.parametrize("last_commit", range(4))
def test_a_follower_that_dies_at_any_commit_has_done_a_page_wholly_or_not_at_all(book: Notes, last_commit: int) -> None:
    written(book.store, "n-1", *notes(9))
    views, commits = book.views(), [0]

    def die(connection: Connection) -> None:
        commits[0] += 1
        if commits[0] > last_commit:
            raise KeyboardInterrupt

    event.listen(engine_of(views), "commit", die)
    with pytest.raises(KeyboardInterrupt):
        views.catch_up(2)
    again = book.views()
    assert rows(again) == ([("n-1", sum(range(1, again.position() + 1)))] if again.position() else [])
    again.catch_up()
    assert (rows(again), len(rows(again, diary))) == ([("n-1", 45)], 9)


def test_a_view_of_a_new_version_is_made_anew_and_holds_up_no_other(book: Notes) -> None:
    written(book.store, "n-1", *notes(9))
    book.views().catch_up()
    written(book.store, "n-1", NoteWritten(number=10), expected=9)
    views = book.views(View("totals", 2, (totals,), TOTALS.apply), DIARY)
    assert (rows(views), views.position()) == ([], 0)
    assert views.advance(3)
    assert rows(views) == [("n-1", 6)]
    assert len(rows(views, diary)) == 10
    views.catch_up()
    assert (rows(views), views.position()) == ([("n-1", 55)], 10)


def test_a_view_of_the_same_version_is_kept_as_it_is(book: Notes) -> None:
    written(book.store, "n-1", *notes(3))
    book.views().catch_up()
    assert rows(book.views()) == [("n-1", 6)]


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        pytest.param(
            update(totals).where(totals.c.stream == "n-2").values(total=7),
            r"\('n-2',\) is not what",
            id="a row changed",
        ),
        pytest.param(delete(totals).where(totals.c.stream == "n-1"), r"\('n-1',\) is missing", id="a row gone"),
        pytest.param(insert(totals).values(stream="n-3", total=1), r"\('n-3',\) is not in", id="a row too many"),
        pytest.param(
            insert(diary).values(stream="n-1", number=1), r"\('n-1', 1\) is not in", id="twice in a table without a key"
        ),
    ],
)
def test_a_tampered_view_is_found_by_comparing_and_mended_by_rebuilding(book: Notes, tamper: object, says: str) -> None:
    views = book.views()
    written(book.store, "n-1", *notes(3))
    written(book.store, "n-2", *notes(3))
    views.catch_up()
    before = rows(views), rows(views, diary)
    with views._database.changing() as connection:
        connection.execute(tamper)  # type: ignore[call-overload]  # any statement
    view = "diary" if (rows(views), rows(views, diary))[0] == before[0] else "totals"
    with pytest.raises(ViewDiffers, match=rf"view {view}, table {view}: row {says}"):
        views.compare(view)
    assert views.rebuild(view) == 6
    views.compare(view)
    assert (rows(views), rows(views, diary)) == before


def test_a_view_that_lags_or_is_empty_is_compared_as_at_where_it_stands(book: Notes) -> None:
    views = book.views()
    views.compare("totals")
    written(book.store, "n-1", *notes(9))
    views.advance(4)
    written(book.store, "n-1", *notes(9), expected=9)
    views.compare("totals")
    views.compare("diary")


def test_all_views_are_compared_in_one_reading_of_the_log_and_each_that_differs_is_named(
    book: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    third = View("third", 1, (index,))
    views = book.views(TOTALS, DIARY, third)
    written(book.store, "n-1", *notes(7))
    views.catch_up()
    assert views.differing() == {}
    with views._database.changing() as connection:
        connection.execute(update(totals).values(total=1))
        connection.execute(delete(diary).where(diary.c.number == 3))
    read = []
    monkeypatch.setattr(book.store, "page", lambda *asked: read.append(asked) or EventStore.page(book.store, *asked))
    assert {name: str(differs) for name, differs in views.differing().items()} == {
        "totals": "view totals, table totals: row ('n-1',) is not what the history gives",
        "diary": "view diary, table diary: row ('n-1', 3) is missing",
    }
    assert read == [(0, 7)]
    assert views.differing(["third"]) == {}


def test_a_view_being_made_anew_is_compared_as_at_where_it_stands_beside_the_others(book: Notes) -> None:
    written(book.store, "n-1", *notes(9))
    book.views().catch_up()
    views = book.views(View("totals", 2, (totals,), TOTALS.apply), DIARY)
    views.advance(4)
    assert (rows(views), len(rows(views, diary))) == ([("n-1", 10)], 9)
    assert views.differing() == {}


def test_a_rebuild_stands_at_the_end_of_the_log_and_leaves_no_scratch_behind(book: Notes) -> None:
    views = book.views()
    written(book.store, "n-1", *notes(3))
    assert views.rebuild("totals") == 3
    assert rows(views) == [("n-1", 6)]
    views.catch_up()
    assert rows(views, diary) == [("n-1", 1), ("n-1", 2), ("n-1", 3)]
    assert book.place.scratch_left("beside") == 0


def test_a_rebuild_never_takes_back_what_the_follower_has_shown_meanwhile(book: Notes) -> None:
    views, follower = book.views(), book.views()
    written(book.store, "n-1", *notes(3))
    views.catch_up()

    def the_follower_goes_on(_connection: Connection) -> None:
        if book.store.head() == 3:
            written(book.store, "n-1", NoteWritten(number=10), expected=3)
            follower.catch_up()

    event.listen(engine_of(views), "engine_connect", the_follower_goes_on)  # built, and about to be swapped in
    assert views.rebuild("totals") == 4
    assert rows(views) == [("n-1", 16)]


def test_an_unknown_view_is_named_with_those_there_are(book: Notes) -> None:
    with pytest.raises(LookupError, match="no view named worklist; there are totals, diary"):
        book.views().rebuild("worklist")


def test_comparing_and_rebuilding_beside_a_follower_find_no_difference_and_lose_nothing(book: Notes) -> None:
    views, elsewhere = book.views(), book.views()

    def write() -> None:
        for version in range(300):
            written(book.store, "n-1", NoteWritten(number=1), expected=version)

    def follow() -> None:
        while views.position() < 300:
            views.advance(7)

    with ThreadPoolExecutor(2) as beside:
        at_work = [beside.submit(write), beside.submit(follow)]
        for _ in range(15):
            assert elsewhere.differing() == {}
            elsewhere.rebuild("totals")
            elsewhere.compare("diary")
        for work in at_work:
            work.result(60)
    views.catch_up()
    assert (rows(views), views.position()) == ([("n-1", 300)], 300)
    assert len(rows(views, diary)) == 300


def test_what_a_forgetting_took_away_is_not_left_in_the_file_or_its_log(book: Notes) -> None:
    def note(connection: Connection, recorded: Recorded) -> None:
        connection.execute(insert(index).values(word=f"blind-{recorded.stream}-{recorded.position:06}"))

    def forget(connection: Connection, recorded: Recorded) -> None:
        connection.execute(delete(index).where(index.c.word.like(f"blind-{recorded.stream}-%")))

    views = book.views(View("index", 1, (index,), {NoteWritten: note, NotebookClosed: forget}, (NotebookClosed,)))
    for number in range(40):  # enough to split pages again and again
        written(book.store, f"n-{number % 2}", *notes(50), expected=number // 2 * 50)
        views.catch_up()
    book.place.tamper("beside", "ANALYZE")  # what a database keeps to plan by holds values too
    written(book.store, "n-1", NotebookClosed(closed_at=MORNING), expected=1000)
    views.catch_up()
    left = book.stored_bytes()
    assert (left.count(b"blind-n-1-"), left.count(b"blind-n-0-") >= 1000) == (0, True)


@pytest.mark.parametrize("of", [totals, checkpoints], ids=["the same table", "another table"])
def test_a_reader_that_keeps_old_copies_alive_is_waited_out(
    book: Notes, monkeypatch: pytest.MonkeyPatch, of: Table
) -> None:
    monkeypatch.setattr(sqlite, "_BUSY_MS", 50)
    views = book.views(View("totals", 1, (totals,), TOTALS.apply, (NotebookClosed,)))
    written(book.store, "blind-word")
    views.catch_up()
    with views.reading() as connection:
        connection.execute(select(of)).fetchall()
        written(book.store, "blind-word", NotebookClosed(closed_at=MORNING), expected=1)
        views.catch_up()
        assert b"blind-word" in book.stored_bytes()
    assert not views.advance()
    assert b"blind-word" not in book.stored_bytes()


def test_a_reader_sees_one_moment_however_often_it_asks(book: Notes) -> None:
    views = book.views()
    written(book.store, "n-1", *notes(2))
    with views.reading() as connection:
        assert connection.execute(select(totals)).fetchall() == []
        views.catch_up()
        assert connection.execute(select(totals)).fetchall() == []
    assert rows(views) == [("n-1", 3)]


def test_whoever_wrote_waits_until_the_views_show_it(book: Notes) -> None:
    views = book.views()
    position = written(book.store, "n-1", *notes(3)).last_position
    assert not views.wait_for(position, seconds=0)
    follower = threading.Timer(0.02, views.catch_up)
    follower.start()
    assert views.wait_for(position, seconds=10)
    assert rows(views) == [("n-1", 6)]
    follower.join()


def test_many_threads_read_at_the_same_time(book: Notes) -> None:
    many = book.place.readers_at_once
    views, together, failed = book.views(), threading.Barrier(many, timeout=20), list[Exception]()

    def read() -> None:
        try:
            with views.reading() as connection:
                connection.execute(select(totals)).fetchall()
                together.wait()  # all of them hold a connection now
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=read) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []


def test_a_mark_is_remembered_beside_the_views(book: Notes) -> None:
    assert book.views().mark("relay") == 0
    assert book.views().move_mark("relay", 0, 7)
    assert book.views().move_mark("relay", 7, 9)
    assert (book.views().mark("relay"), book.views().position()) == (9, 0)


def test_whoever_slept_does_not_move_a_mark_that_somebody_else_has_moved(book: Notes) -> None:
    assert book.views().move_mark("relay", 0, 7)
    assert not book.views().move_mark("relay", 0, 5)
    assert not book.views().move_mark("relay", 5, 9)
    assert book.views().mark("relay") == 7


def test_a_service_without_views_is_always_up_to_date(book: Notes) -> None:
    written(book.store, "n-1")
    views = book.opened("none", ())
    assert (views.advance(), views.position(), views.wait_for(1, 0)) == (False, 1, True)
