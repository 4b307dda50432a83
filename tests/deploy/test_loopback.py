"""Names of containers become ports of this machine, their folders become folders, and nothing else is changed."""

from pathlib import Path

from deploy.local.loopback import Loopback, moved

FIXED = {("postgres", 5432): 15001, ("triage-web", 8000): 15002, ("web", 8000): 15003}


def test_each_place_has_one_port_and_no_two_have_the_same() -> None:
    loopback = Loopback(["a", "b"], {("a", 1): 15000})
    ports = [loopback.port("a", 1), loopback.port("a", 2), loopback.port("b", 1), loopback.port("b", 2)]
    assert ports[0] == 15000
    assert len(set(ports)) == 4
    assert [loopback.port("a", 1), loopback.port("a", 2), loopback.port("b", 1), loopback.port("b", 2)] == ports


def test_addresses_of_containers_are_rewritten_wherever_they_stand() -> None:
    loopback = Loopback(["postgres", "triage-web", "web"], FIXED)
    for text, here in {
        "postgresql+psycopg://someone@postgres:5432/x": "postgresql+psycopg://someone@127.0.0.1:15001/x",
        "postgres:5432:*:someone:word": "127.0.0.1:15001:*:someone:word",
        "http://triage-web:8000/a": "http://127.0.0.1:15002/a",
        "set $web web:8000;": "set $web 127.0.0.1:15003;",
        "postgres and web, at no port": "postgres and web, at no port",
        "my-postgres:5432 postgres.example:5432": "my-postgres:5432 postgres.example:5432",
    }.items():
        assert loopback.rewritten(text, "web") == here


def test_what_a_container_calls_itself_is_its_own_port() -> None:
    loopback = Loopback(["triage-web", "web"], FIXED)
    assert loopback.rewritten("http://127.0.0.1:8000/health", "triage-web") == "http://127.0.0.1:15002/health"
    assert loopback.rewritten("http://127.0.0.1:8000/health", "web") == "http://127.0.0.1:15003/health"


def test_a_command_listens_on_this_machine_alone_at_its_own_port() -> None:
    loopback = Loopback(["web"], FIXED)
    assert loopback.command(["python", "-m", "x", "--host", "0.0.0.0", "--port", "8000"], "web") == [
        *("python", "-m", "x", "--host", "127.0.0.1"),
        *("--port", "15003"),
    ]


def test_places_are_moved_once_and_none_is_taken_for_the_beginning_of_another() -> None:
    places = {"/app/var": Path("/tmp/here"), "/app/var.checkpoints": Path("/srv/heads"), "/tmp": Path("/tmp/own")}
    for text, here in {
        "/app/var": "/tmp/here",
        "/app/var/keys": "/tmp/here/keys",
        "/app/var.checkpoints": "/srv/heads",
        "/app/variety": "/app/variety",
        "pid /tmp/proxy.pid;": "pid /tmp/own/proxy.pid;",
        "/srv/tmp/x": "/srv/tmp/x",
    }.items():
        assert moved(text, places) == here
    assert moved("/tmp", {}) == "/tmp"


def test_two_boroughs_that_start_at_once_share_no_port_with_each_other_nor_with_what_the_system_gives_away() -> None:
    given = [Loopback(["intake"]).port("intake", port) for port in (8000, 8001) for _ in range(2)]
    assert len(set(given)) == 4
    assert all(20_000 <= port < 30_000 for port in given)
