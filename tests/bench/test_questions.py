"""No question costs more because there is more history: counted in the database's own work, over every one there is.

A little of a year is played; behind it are put forty, then a hundred and sixty older ones in which all has come to an
end. What a question is about stays the same, so what it costs must too.
"""

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, select, text

from bench.known import Known, known_of
from bench.older_years import Past, put_behind
from bench.questions import Question, questions
from bench.work_done import instructions
from services.audit.wiring import open_evidence
from services.intake.read_models import worklist
from services.one_process import BUILDERS
from tests.support.builders.rehearsal import TODAY, RehearsedBorough

pytestmark = pytest.mark.slow

DAYS = 45
FEW, MANY = 40, 160
# A page that fills up meanwhile costs this much more at most; a table read through costs tens of thousands.
A_PAGE = 2_000

# What is asked of all there ever was, whoever asks knows it.
OF_EVERYTHING = {
    "panels: how agencies keep their word": "adds up all that agencies ever undertook for a panel; no page asks it",
    "triage: what people made of each rule": "a sum that is kept would count what is kept from whoever reads it",
    "triage: wards with cases": "a list to choose from, made of the wards of all referrals",
    "intake: batches of forms": "a batch is reconciled number by number, and copies of a year share its batches",
    "intake: forms reconciled": "every number that was ever issued is accounted for; a hundred or two a year",
    "panels: who is in a cohort": "who has left is sealed with the rest of a sheet; some forty entries a year",
    "stories: every reference": "a sample is drawn from all referrals there are",
}


@dataclass(frozen=True, slots=True)
class Grown:
    """The databases of a played borough with so much behind them."""

    files: Mapping[str, Path]

    def work(self, question: Question) -> int:
        with create_engine(f"sqlite:///{self.files[question.service]}").connect() as connection:
            return instructions(connection, question.ask)


@dataclass(frozen=True, slots=True)
class Played:
    """What is known of the borough, and what became of its databases."""

    known: Known
    few: Grown
    many: Grown


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    data = tmp_path_factory.mktemp("growing") / "data"
    town = RehearsedBorough(data, days=DAYS, today=TODAY).played()
    town.workers.stop()
    for service in town.borough.services.values():
        service.views.catch_up()
    evidence = open_evidence(town.borough.ground.settings)
    evidence.feed.catch_up()
    evidence.index.catch_up()
    known = known_of(town.borough)
    heads = {name: service.store.head() for name, service in town.borough.services.items()}
    yield Played(known, *(_grown(data, heads, copies) for copies in (FEW, MANY)))
    evidence.close()
    town.borough.close()


def _grown(data: Path, heads: Mapping[str, int], copies: int) -> Grown:
    files = {}
    for name in (*heads, "stories"):
        live = data / ("audit.stories.sqlite" if name == "stories" else f"{name}.views.sqlite")
        files[name] = data.parent / f"{copies}-{live.name}"
        with create_engine(f"sqlite:///{live}").connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        shutil.copy(live, files[name])
        span = {"ledger_position": sum(heads.values())} if name == "stories" else {"position": heads[name]}
        with create_engine(f"sqlite:///{files[name]}").begin() as connection:
            put_behind(connection, Past(copies), {column: str(last) for column, last in span.items()})
    return Grown(files)


def costlier(played: Played, asked: Mapping[str, Question]) -> dict[str, tuple[int, int]]:
    """Those that cost more with more behind them, with both costs."""
    costs = {name: (played.few.work(each), played.many.work(each)) for name, each in asked.items()}
    return {name: (few, many) for name, (few, many) in costs.items() if many > 1.25 * few + A_PAGE}


def test_no_question_costs_more_with_four_times_the_history(played: Played) -> None:
    asked = {name: each for name, each in questions(played.known).items() if name not in OF_EVERYTHING}

    assert costlier(played, asked) == {}


def test_what_is_asked_of_everything_does_cost_more_and_nothing_else_is_excused(played: Played) -> None:
    asked = {name: each for name, each in questions(played.known).items() if name in OF_EVERYTHING}

    assert costlier(played, asked).keys() == OF_EVERYTHING.keys()


def test_a_question_without_an_index_is_found(played: Played) -> None:
    def by_ward(connection: Connection) -> Any:
        return connection.execute(select(worklist.worklist).where(worklist.worklist.c.ward == "Nowhere")).all()

    def all_sorted(connection: Connection) -> Any:
        ordered = select(worklist.worklist).order_by(worklist.worklist.c.recorded_at)
        return connection.execute(ordered.limit(10)).all()

    planted = {name: Question("intake", ask, ask) for name, ask in (("ward", by_ward), ("sorted", all_sorted))}

    assert costlier(played, planted).keys() == {"ward", "sorted"}


def test_older_years_are_there_and_what_was_played_is_the_newest(played: Played) -> None:
    table = worklist.worklist
    with create_engine(f"sqlite:///{played.many.files['intake']}").connect() as connection:
        rows = connection.execute(select(table.c.received_at, table.c.position).order_by(table.c.position)).all()
        newest = worklist.page(connection, worklist.Wanted()).rows
    assert len(rows) % (MANY + 1) == 0
    assert len({row.position for row in rows}) == len(rows) > 10_000
    assert newest[0].reference.count("-") == 2, "no copy"
    assert rows[0].received_at[:4] < rows[-1].received_at[:4]


def asking_functions() -> set[Callable[..., Any]]:
    """Every function of a read model that asks something: it takes a connection, and no fact."""
    found = set()
    for service in BUILDERS:
        room = importlib.import_module(f"services.{service}.read_models")
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            members = vars(importlib.import_module(module.name)).values()
            found |= {each for each in members if inspect.isfunction(each) and each.__module__ == module.name}
    return {each for each in found if _asks(each)}


def _asks(function: Callable[..., Any]) -> bool:
    parameters = list(inspect.signature(function).parameters.values())
    first = parameters[0].annotation if parameters else None
    return first is Connection and not function.__name__.startswith(("_", "on_"))


def test_every_question_a_read_model_answers_is_among_those_looked_at(played: Played) -> None:
    looked_at = {each.function for each in questions(played.known).values()}

    assert len(asking_functions()) > 40
    assert asking_functions() - looked_at == set()
