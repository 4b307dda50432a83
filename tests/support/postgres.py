"""A real PostgreSQL for tests: one server for each process of a run, a fresh database for each test that asks for it.

An address in TEST_DATABASE_URL wins, else a container where Docker answers, else Debian's server started here; it is
one that waits for the disk (fsync on), since what is tested is what stays when a program or the server is killed.
"""

import contextlib
import itertools
import os
from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy.engine import make_url

from deploy.local.postgres import LocalPostgres, NoServer
from tests.support.missing import missing

_IMAGE = "postgres:15"
_numbers = itertools.count(1)

NewDatabase = Callable[[], str]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a server needs one: the mark follows from the fixture and cannot be forgotten."""
    for item in items:
        if {"postgres", "own_postgres", "new_database"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.needs_postgres)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a database of the run's server whose user may do everything."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
    elif _docker_answers():
        from testcontainers.community.postgres import PostgresContainer

        with PostgresContainer(_IMAGE, driver="psycopg") as container:
            yield container.get_connection_url()
    else:
        with started() as server:
            yield server.address


@pytest.fixture
def own_postgres() -> Iterator[LocalPostgres]:
    """A server for one test alone, that it may stop, kill and start again."""
    with started() as server:
        yield server


@pytest.fixture
def new_database(postgres: str) -> Iterator[NewDatabase]:
    """Makes an empty database and gives its address; all are dropped after the test."""
    made: list[str] = []

    def make() -> str:
        made.append(fresh_database(postgres))
        return made[-1]

    yield make
    for address in made:
        administer(postgres, f'DROP DATABASE IF EXISTS "{make_url(address).database}" WITH (FORCE)')


def fresh_database(server: str) -> str:
    """An empty database on a server; its address."""
    name = f"waymark_test_{os.getpid()}_{next(_numbers)}"
    administer(server, f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
    return at(server, database=name)


def at(address: str, *, user: str | None = None, password: str | None = None, database: str | None = None) -> str:
    """The same address with another user, password or database."""
    changed = {"username": user, "password": password, "database": database}
    given = {part: value for part, value in changed.items() if value is not None}
    return make_url(address).set(**given).render_as_string(hide_password=False)


def administer(address: str, *statements: str) -> None:
    """Run statements as whoever the address names."""
    with plain_connection(address) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@contextlib.contextmanager
def plain_connection(address: str) -> Iterator[psycopg.Connection]:
    """A connection of the driver and nothing of ours, in autocommit."""
    plain = address.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        yield connection


@contextlib.contextmanager
def started() -> Iterator[LocalPostgres]:
    """A server of one's own, thrown away afterwards."""
    try:
        server = LocalPostgres()
    except NoServer as error:
        missing(str(error))
    try:
        server.start()
        yield server
    finally:
        server.close()


def _docker_answers() -> bool:
    import docker
    from docker.errors import DockerException

    try:
        with contextlib.closing(docker.from_env(timeout=3)) as client:
            return bool(client.ping())
    except (DockerException, OSError):
        return False
