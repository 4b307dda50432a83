"""Open311 as partners' systems meet it: through georeport from PyPI, over HTTP, against the same bytes served bare."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from georeport import GeoReport

from bench.outcome import Outcome
from bench.rounds import Bar, Work, measure, ratios
from bench.servers import free_port, running, told

_BARE = ", bare"
_READS = 60
_DESCRIPTIONS = (
    "Loud music through the wall, most nights after eleven.",
    "Dumped bags beside the “Naïve” café & bar.",
    "Somebody rides a moped up and down the footpath.",
)


class NotReadBack(Exception):
    """The client did not read back what was sent."""


def run(folder: Path, rounds: int, share: float) -> Outcome:
    """Three requests are posted, then read and read again; every reading of one is recorded before it is answered."""
    environment = {"WAYMARK_DATA": str(folder / "data")}
    told(environment, "services", "migrate")
    key = told(
        environment, "services", "token", "--role", "partner", "--agency", "northgate",
        "--per-minute", "100000000", "--per-day", "100000000",
    ).split()[-1]  # fmt: skip
    ours, bare, kept = free_port(), free_port(), folder / "answers"
    with ExitStack() as up:
        web = ["services.intake", "web", "--host", "127.0.0.1", "--port", str(ours)]
        up.enter_context(running(web, ours, folder / "intake.log", environment))
        ids = [_posted(ours, key, text) for text in _DESCRIPTIONS]
        _keep_answers(ours, key, ids, kept)
        up.enter_context(running(["bench.bare_open311", str(bare), str(kept)], bare, folder / "bare.log"))
        cases = {
            name + suffix: partial(_round, reads, max(int(_READS * share), 2))
            for port, suffix in ((ours, ""), (bare, _BARE))
            for name, reads in _reads(port, key, ids).items()
        }
        rates = measure(cases, rounds)
    bars = [Bar(name, name + _BARE) for name in rates if not name.endswith(_BARE)]
    return Outcome("open311", "requests/s", rates, ratios(rates, bars), _NOTES)


def _reads(port: int, key: str, ids: Sequence[str]) -> Mapping[str, Callable[[int], object]]:
    """What a partner's system asks for, by name."""
    by_format = {output: _client(port, key, output) for output in ("json", "xml")}
    as_json, as_xml = by_format["json"], by_format["xml"]
    return {
        "services, JSON": lambda _: as_json.get_service_list(),
        "services, XML": lambda _: as_xml.get_service_list(),
        "one definition, JSON": lambda _: as_json.get_service_definition("noise"),
        "one's own request, JSON": partial(_own, as_json, ids),
        "one's own request, XML": partial(_own, as_xml, ids),
    }


def _own(client: GeoReport, ids: Sequence[str], number: int) -> None:
    place = number % len(ids)
    found = client.get_service_request(ids[place])
    if found["description"] != _DESCRIPTIONS[place]:
        raise NotReadBack(ids[place])


def _round(read: Callable[[int], object], count: int) -> Work:
    return count, lambda: [read(number) for number in range(count)]


def _client(port: int, key: str, output: str) -> GeoReport:
    """It takes a key for reading only as part of the address."""
    return GeoReport(f"http://:{key}@127.0.0.1:{port}/open311/v2", output_format=output)


def _posted(port: int, key: str, text: str) -> str:
    """The client cannot post; the id of a request made without it."""
    form = {"api_key": key, "service_code": "other", "address_string": "14 Example Road", "description": text}
    answer: list[dict[str, str]] = json.loads(_body(port, "requests.json", urlencode(form).encode()))
    return answer[0]["service_request_id"]


def _keep_answers(port: int, key: str, ids: Sequence[str], kept: Path) -> None:
    """The bytes of every answer that is asked for, in files by their address."""
    asked = ["services", "services/noise", *(f"requests/{each}" for each in ids)]
    for path in (f"{each}.{ending}" for each in asked for ending in ("json", "xml")):
        file = kept / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_body(port, f"{path}?api_key={key}"))


def _body(port: int, path: str, form: bytes | None = None) -> bytes:
    with urlopen(Request(f"http://127.0.0.1:{port}/open311/v2/{path}", data=form)) as answer:
        content: Any = answer.read()
        return bytes(content)


_NOTES = [
    "georeport opens a connection for each call, as it comes; bare is FastAPI with the same bytes from memory.",
    "A reading of one's own request checks the key, counts it, and waits for the fact that it was read "
    "(synchronous=FULL) before the answer goes out.",
]
