"""The real proxy with its very file, before the five real web processes: each path reaches the app that owns it."""

import contextlib
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.compose_file import read_compose
from deploy.local.loopback import PROXY_ASKS_FROM, Loopback
from deploy.local.program import Program
from deploy.local.proxy import NoProxy, proxy
from services.intake.adapters.tries import CLIENT
from services.one_process import build
from shared.kernel.identifiers import reference_from
from shared.runtime.settings import from_environment
from tests.support.missing import missing
from tests.support.web_processes import SERVICES, Answer, ask, routes_taken, web_processes

pytestmark = pytest.mark.slow

PAGE = {"Accept": "text/html"}
# Answered by the one app that `/` belongs to, though every app has them.
ANYBODYS = ("/sign-in", "/lock", "/unsent", "/find", "/contact", "/accessibility", "/leave", "/assets/waymark.js")
OPERATORS = ("/health", "/health/live", "/health/ready", "/metrics", "/openapi.json")


class Front:
    """The proxy, and the processes behind it by their service."""

    def __init__(self, port: int, program: Program, behind: dict[str, Program], ports: dict[str, int]) -> None:
        self.port, self.program, self.behind, self.ports = port, program, behind, ports

    def ask(self, path: str, method: str = "GET", **more: object) -> Answer:
        return ask(self.port, path, method, **{"headers": PAGE, **more})  # type: ignore[arg-type]

    def lines(self) -> list[dict[str, object]]:
        time.sleep(0.1)  # nginx writes a line after it has answered
        return [json.loads(line) for line in self.program.log.read_text().splitlines()]

    def who_took(self, path: str, method: str = "GET") -> list[tuple[str, str]]:
        """Which services say that they answered this request, and by which of their routes."""
        before = {name: len(routes_taken(program)) for name, program in self.behind.items()}
        self.ask(path, method)
        until = time.monotonic() + 5
        while True:  # an app writes its line after it has answered
            now = {name: routes_taken(program)[before[name] :] for name, program in self.behind.items()}
            if any(now.values()) or time.monotonic() > until:
                return [(name, route) for name, routes in now.items() for _, route in routes]
            time.sleep(0.005)


def the_proxy(folder: Path, ports: dict[str, int] | None = None) -> tuple[Program, Loopback]:
    declared = read_compose()
    fixed = {(f"{name}-web", 8000): port for name, port in (ports or {}).items()}
    loopback = Loopback(declared, fixed)
    try:
        return proxy(declared["proxy"], loopback, folder, folder / "proxy.log"), loopback
    except NoProxy as error:
        missing(str(error))


def until_it_answers(port: int, program: Program) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            ask(port, "/health/live")
        except OSError:
            assert program.ended() is None, program.last_words()
            assert time.monotonic() < until, "the proxy says nothing"
            time.sleep(0.02)
        else:
            return


@contextlib.contextmanager
def another_proxy(folder: Path, front: "Front", **led_astray: str) -> Iterator["Front"]:
    """One more before the same processes; a service led astray is looked for where another one is."""
    ports = {name: front.ports[led_astray.get(name, name)] for name in SERVICES}
    program, loopback = the_proxy(folder, ports)
    port = loopback.port("proxy", 8080)
    program.start()
    try:
        until_it_answers(port, program)
        yield Front(port, program, front.behind, front.ports)
    finally:
        program.stop()


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    program, loopback = the_proxy(folder)
    ports = {name: loopback.port(f"{name}-web", 8000) for name in SERVICES}
    with web_processes(folder, ports) as behind:
        program.start()
        try:
            until_it_answers(loopback.port("proxy", 8080), program)
            yield Front(loopback.port("proxy", 8080), program, behind, ports)
        finally:
            program.stop()


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, str]]]:
    """Method and path of every route of every service, as its own table has them."""
    borough = build(from_environment({}, data=str(tmp_path_factory.mktemp("owned"))))
    routes = {
        name: sorted({(min(route.methods), route.path) for router in each.routers for route in router.routes})  # type: ignore[attr-defined]
        for name, each in borough.services.items()
    }
    borough.close()
    return routes


def test_every_route_of_every_service_is_reached_and_by_nobody_else(
    front: Front, owned: dict[str, list[tuple[str, str]]]
) -> None:
    assert sum(map(len, owned.values())) > 80
    for name, routes in owned.items():
        for method, template in routes:
            path = template.replace("{", "").replace("}", "")
            (taker,) = front.who_took(path, method)
            assert taker[0] == name, f"{method} {template} went to {taker}"
            assert taker[1] != "no_route", f"{method} {template} was not known by {name}"


def test_what_every_app_has_is_answered_by_the_one_that_owns_the_front(front: Front) -> None:
    for path in ANYBODYS:
        ((name, route),) = front.who_took(path)
        assert (name, route == "no_route") == ("intake", False), path


def test_a_path_that_only_begins_like_anothers_stays_at_the_front(front: Front) -> None:
    for path in ("/triage-of-old", "/panelsaw", "/auditors", "/directoryx"):
        assert front.who_took(path) == [("intake", "no_route")]


@pytest.mark.parametrize("path", OPERATORS)
@pytest.mark.parametrize(
    "written", ["{}", "{}/", "/%{:x}{}", "/{}", "/triage/..{}", "/x/..%2f{}", "{}?x=1", "{}/../{}"]
)
def test_what_operators_ask_is_shut_however_it_is_written(front: Front, path: str, written: str) -> None:
    if written == "/%{:x}{}":
        asked = f"/%{ord(path[1]):x}{path[2:]}"
    else:
        asked = written.replace("%2f{}", f"%2f{path[1:]}").replace("{}", path)
    before = {name: len(routes_taken(program)) for name, program in front.behind.items()}
    answer = front.ask(asked)
    assert answer.status == 404
    assert {name: len(routes_taken(program)) for name, program in front.behind.items()} == before
    assert "999" in answer.text


def test_an_apps_own_headers_come_through_once_and_nothing_says_what_the_proxy_is(front: Front) -> None:
    through = front.ask("/sign-in")
    assert through.status == 200
    assert through.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert through.headers["cache-control"] == "no-store"
    assert through.headers["server"] == "nginx"


def test_nobodys_address_name_or_word_stands_in_the_proxys_log(front: Front) -> None:
    told = {"User-Agent": "Telltale/1.0", "Referer": "http://127.0.0.1/help/Ada", "Cookie": "s=telltale"}
    front.ask("/triage/referrals/WM-7K3F-Q?name=Ada-Example", headers=told)
    front.ask("/nobody/knows/Ada-Example", headers=told)
    text = front.program.log.read_text()
    for secret in ("WM-7K3F", "Ada", "Telltale", "telltale", "127.0.0.1"):
        assert secret not in text
    last = front.lines()[-2:]
    assert [(line["room"], line["method"], line["app"]) for line in last] == [
        ("triage", "GET", "303"),
        ("other", "GET", "404"),
    ]


def test_a_body_too_large_is_refused_by_the_app_in_its_words_and_by_the_proxy_unread(front: Front) -> None:
    before = len(routes_taken(front.behind["intake"])) + 1
    by_app = front.ask("/intake/api/referrals", "POST", body=b"x" * 1_500_000)
    assert by_app.status == 413
    assert json.loads(by_app.text)["detail"].startswith("What was sent is larger")
    until = time.monotonic() + 60
    while len(routes_taken(front.behind["intake"])) < before and time.monotonic() < until:
        time.sleep(0.02)  # the line is written when all is over, and the answer came before that
    by_proxy = front.ask("/intake/api/referrals", "POST", headers={"Content-Length": "900000000"}, body=b"x")
    assert (by_proxy.status, by_proxy.headers["content-type"]) == (413, "application/problem+json")
    assert len(routes_taken(front.behind["intake"])) == before
    for ending, says in ((".json", '"code": 413'), (".xml", "<code>413</code>")):
        large = {"Content-Length": "900000000"}
        by_open311 = front.ask(f"/open311/v2/requests{ending}", "POST", headers=large, body=b"x")
        assert (by_open311.status, says in by_open311.text) == (413, True)


def test_a_body_on_its_way_through_never_lies_in_a_file(front: Front, tmp_path: Path) -> None:
    settings = (front.program.log.parent / "proxy" / "nginx.conf").read_text()
    bodies = front.program.log.parent / "proxy-tmp" / "bodies"
    assert str(bodies) in settings
    seen = bodies.stat().st_mtime_ns
    front.ask("/help/age", "POST", body=b"x" * 900_000)
    front.ask("/help/age", "POST", headers={"Transfer-Encoding": "chunked"}, body=b"4\r\nabcd\r\n0\r\n\r\n")
    assert bodies.stat().st_mtime_ns == seen
    assert list(bodies.iterdir()) == []


@pytest.mark.parametrize("path", ["/evidence", "/intake/api/referrals/WM-7K3F-Q/evidence"])
def test_a_file_goes_straight_through_to_the_app_and_elsewhere_it_does_not(front: Front, path: str) -> None:
    bodies = front.program.log.parent / "proxy-tmp" / "bodies"
    seen, form = bodies.stat().st_mtime_ns, {"Content-Type": "multipart/form-data; boundary=b"}
    file = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        + b"x" * 5_000_000
        + b"\r\n--b--\r\n"
    )
    assert front.ask(path, "POST", headers=form, body=file).status in (303, 401)
    assert bodies.stat().st_mtime_ns == seen
    assert front.ask("/intake/api/referrals", "POST", headers=form, body=file).status == 413


def test_a_flood_of_forms_is_met_and_neither_pages_nor_programs_are(front: Front, tmp_path: Path) -> None:
    with another_proxy(tmp_path, front) as flooded:
        for _ in range(250):
            flooded.ask("/help/age", "POST", body="")
        assert flooded.ask("/help").status == 200
        assert {flooded.ask("/intake/api/referrals", "POST", body="{}").status for _ in range(120)} == {401}
        refused = [(line["room"], line["status"]) for line in flooded.lines() if line["app"] == "" != line["room"]]
    assert set(refused) <= {("help", 429), ("other", 404)}
    assert 20 < refused.count(("help", 429)) <= 150


def test_where_no_app_answers_a_page_says_999_and_a_program_gets_a_problem(tmp_path: Path) -> None:
    program, loopback = the_proxy(tmp_path)
    port = loopback.port("proxy", 8080)
    program.start()
    try:
        until_it_answers(port, program)
        page = ask(port, "/help/Ada-Example", headers=PAGE)
        sent = ask(port, "/report/check", "POST", headers=PAGE, body="x=1")
        document = ask(port, "/panels/api/meetings")
        watched = ask(loopback.port("proxy", 8081), "/")
        assert program.stop() == 0
    finally:
        program.stop()
    assert (page.status, sent.status, watched.status) == (502, 502, 204)
    for answer in (page, sent):
        assert "call 999" in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert (document.status, document.headers["content-type"]) == (502, "application/problem+json")
    assert json.loads(document.text)["errors"] == []
    assert "Ada" not in program.log.read_text()


ATTACKER, RESIDENT = "127.0.0.1", "127.0.0.3"


def a_try(port: int, number: int, from_address: str, says: str = "") -> int:
    """What is answered to a wrong phrase for a reference; `says` is whom the caller calls herself."""
    form = {"Content-Type": "application/x-www-form-urlencoded", **PAGE} | ({"X-Forwarded-For": says} if says else {})
    body = f"reference={reference_from(number)}&phrase=guessed"
    return ask(port, "/return", "POST", form, body, from_address).status


def test_wrong_tries_of_one_caller_shut_out_nobody_else_whoever_she_calls_herself(front: Front) -> None:
    tried = [a_try(front.port, number, ATTACKER, f"10.0.0.{number}") for number in range(CLIENT.free)]
    assert set(tried) == {422}
    assert a_try(front.port, 100, ATTACKER, "10.0.0.200") == 429
    assert a_try(front.port, 101, RESIDENT) == 422
    # Somebody who reaches an app past the proxy is believed nothing.
    assert a_try(front.ports["intake"], 102, ATTACKER, "10.0.0.201") == 429
    assert a_try(front.ports["intake"], 103, RESIDENT, ATTACKER) == 422
    for program in (front.program, front.behind["intake"]):
        text = program.log.read_text()
        assert not any(address in text for address in (RESIDENT, "10.0.0.", PROXY_ASKS_FROM))
    data = front.program.log.parent / "data"
    written = b"".join(path.read_bytes() for path in data.rglob("*.sqlite*"))
    assert b"tries" in written
    assert not any(address.encode() in written for address in (RESIDENT, "10.0.0.200", PROXY_ASKS_FROM))


def test_a_planted_wrong_way_is_found(tmp_path: Path, front: Front) -> None:
    with another_proxy(tmp_path, front, panels="audit") as wrong:
        assert wrong.who_took("/panels") == [("audit", "no_route")]
