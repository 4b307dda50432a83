"""What pages and calls cost with years behind them: a year's first months are played, older years put behind them.

The smallest size is what the followers themselves made of what was played; the others have older years, whose rows are
copies of those, behind it: to follow five million facts would take an hour, and give rows of the same shape.
"""

import functools
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, create_engine, text

from bench.known import Known, known_of
from bench.older_years import Past, put_behind
from bench.outcome import Outcome
from bench.questions import Question, questions
from bench.rounds import Bar, Pieces, middles, ratios
from services.audit.adapters.ledger_tables import LedgerTables
from services.audit.domain.timeline import AtPosition, AtTime
from services.audit.read_models.timeline.stories import Stories
from services.audit.wiring import open_evidence
from services.one_process import BUILDERS, Borough, build
from services.rehearsal.plan.whole import Plan
from services.rehearsal.start import prepare
from shared.event_store.databases import Database, open_database
from shared.runtime.logging import quietly
from shared.runtime.settings import from_environment

SIZES = (1_000_000, 5_000_000)
# Of five million facts the ledger alone would be ten gigabytes; it is read by its key, whatever its size.
_LEDGER_UP_TO = 2_000_000
# The days that give ten thousand facts.
_DAYS = 180
_PIECES, _ROUNDS = 20, 9
_ASKED = (
    "panels: what an agenda is built from",
    "intake: first page",
    "intake: first page of an agency's",
    "triage: the queue",
    "triage: open cases",
    "notifications: first page of notices",
    "intake: a referral by reference",
    "intake: a referral as it stands",
    "intake: a person by name",
    "intake: a person by telephone",
    "triage: a decision card",
)
_STORY = {"audit: a story as at a time": True, "audit: a story as at a position": False}
_MOST = 2.5


@dataclass(frozen=True, slots=True)
class Behind:
    """The databases beside the logs, with so many facts behind them."""

    facts: int
    databases: Mapping[str, Database]
    stories: Stories | None

    def cases(self, known: Known, share: float) -> dict[str, Pieces]:
        """What is measured, by its name with the size."""
        pieces = max(int(_PIECES * share), 3)
        asked = questions(known)
        made = {name: functools.partial(self._ask, asked[name]) for name in _ASKED}
        if self.stories is not None:
            made |= {name: functools.partial(_tell, self.stories, known, at_time) for name, at_time in _STORY.items()}
        return {
            f"{name}, {self.facts:,} facts": functools.partial(_repeated, each, pieces) for name, each in made.items()
        }

    def _ask(self, question: Question) -> None:
        with self.databases[question.service].reading() as connection:
            question.ask(connection)

    def close(self) -> None:
        for database in self.databases.values():
            database.close()


def _tell(stories: Stories, known: Known, at_time: bool) -> None:
    """What was known about a referral when half of its story had happened."""
    story = stories.find(known.referral.reference)
    if story is None:
        raise LookupError("the story is gone")
    half = story.facts[len(story.facts) // 2]
    moment = AtTime(half.recorded_at) if at_time else AtPosition(half.ledger_position)
    if not story.standing(moment):
        raise LookupError("nothing was known")


def _repeated(ask: Callable[[], object], times: int) -> Sequence[Callable[[], object]]:
    return [ask] * times


def run(folder: Path, rounds: int, share: float) -> Outcome:
    """The same questions with more and more behind them, in alternating rounds."""
    data = folder / "played"
    also: dict[str, Any] = {}
    with quietly():
        borough = _played(data, max(int(_DAYS * share), 45), also)
    known, heads = known_of(borough), {name: service.store.head() for name, service in borough.services.items()}
    borough.close()
    sizes = [max(int(size * share) // known.position, 2 * (index + 1)) for index, size in enumerate(SIZES)]
    grown = [_behind(data, folder, heads, copies, also) for copies in (0, *sizes)]
    cases: dict[str, Pieces] = {}
    for each in grown:
        cases |= each.cases(known, share)
    print("years: all is loaded, measuring …", file=sys.stderr, flush=True)
    rates = middles(cases, min(rounds, _ROUNDS))
    bars = [bar for bar in _bars([each.facts for each in grown]) if bar.against in rates]
    for each in grown:
        each.close()
    notes = [
        "SQLite. A rate is one over the median time of an answer, the connection's snapshot included; a ratio says how "
        "many times as fast it comes with the fewest facts behind it. Older years hold copies of the rows that the "
        "followers made, and all in them has come to an end.",
        *(f"{name}: {value}" for name, value in also.items()),
    ]
    return Outcome("years", "a second", rates, ratios(rates, bars), notes, also)


def _played(data: Path, days: int, also: dict[str, Any]) -> Borough:
    rehearsal = prepare(from_environment({}, data=str(data)), wanted=True)
    assert rehearsal.plan is not None
    rehearsal.plan = _first_days(rehearsal.plan, days)
    borough = build(rehearsal.settings, rehearsal.clock)
    workers = rehearsal.workers(borough)
    began = perf_counter()
    workers.start()
    assert rehearsal.player is not None
    while not rehearsal.player.wait(1.0):
        pass
    workers.stop()
    for service in borough.services.values():
        service.views.catch_up()
    evidence = open_evidence(rehearsal.settings)
    evidence.feed.catch_up()
    evidence.close()
    also["played"] = f"{days} days in {perf_counter() - began:.0f} s"
    return borough


def _first_days(plan: Plan, days: int) -> Plan:
    last = plan.begins_at.date() + timedelta(days=days - 1)
    return replace(plan, deeds=[deed for deed in plan.deeds if deed.at.date() <= last], ends_on=last)


def _behind(data: Path, folder: Path, heads: Mapping[str, int], copies: int, also: dict[str, Any]) -> Behind:
    """The played databases with so many copies behind them."""
    total = sum(heads.values())
    facts, there = total * (copies + 1), folder / f"behind-{copies}"
    there.mkdir()
    began = perf_counter()
    with_ledger = facts <= _LEDGER_UP_TO
    beside = [
        *(f"{service}.views" for service in BUILDERS),
        "audit.stories",
        *(["audit.ledger"] if with_ledger else []),
    ]
    for name in beside:
        service = name.partition(".")[0]
        span = {"position": str(heads[service])} if name.endswith("views") else _of_ledger(heads)
        _copied(data / f"{name}.sqlite", there / f"{name}.sqlite", Past(copies), span)
    seconds = perf_counter() - began
    size = sum(file.stat().st_size for file in there.iterdir())
    what = "views, stories and ledger" if with_ledger else "views and stories"
    also[f"{facts:,} facts"] = f"{size / facts:,.0f} bytes a fact in {what}, made in {seconds:.0f} s"
    print(f"years: {facts:,} facts are behind", file=sys.stderr, flush=True)
    databases = {service: _database(there, service, "views") for service in BUILDERS}
    databases["stories"] = _database(there, "audit", "stories")
    if not with_ledger:
        return Behind(facts, databases, None)
    databases["ledger"] = _database(there, "audit", "ledger")
    return Behind(facts, databases, Stories(databases["stories"].reading, LedgerTables(databases["ledger"]).at))


def _of_ledger(heads: Mapping[str, int]) -> dict[str, str]:
    each = " ".join(f"WHEN '{source}' THEN {head}" for source, head in heads.items())
    return {"ledger_position": str(sum(heads.values())), "source_position": f"CASE {{of}}source {each} END"}


def _copied(live: Path, copy: Path, past: Past, span: Mapping[str, str]) -> None:
    with create_engine(f"sqlite:///{live}").connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    shutil.copy(live, copy)
    if not past.copies:
        return
    with create_engine(f"sqlite:///{copy}").connect() as connection:
        _hurry(connection)
        put_behind(connection, past, span)
        connection.commit()
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


def _hurry(connection: Connection) -> None:
    """Nobody waits for this disk: what is lost is made again."""
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000"):
        connection.exec_driver_sql(f"PRAGMA {pragma}")


def _database(folder: Path, service: str, beside: str) -> Database:
    return open_database(f"sqlite:///{folder}/{service}.sqlite", "DATABASE_URL", beside)


def _bars(facts: Sequence[int]) -> Iterator[Bar]:
    for name in (*_ASKED, *_STORY):
        for more in facts[1:]:
            yield Bar(f"{name}, {facts[0]:,} facts", f"{name}, {more:,} facts", most=_MOST)
