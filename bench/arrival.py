"""Referrals through the whole borough at scale, so many a second: how long each takes to stand on the agenda.

Ten processes, PostgreSQL, Kafka and the proxy, all on this machine. Every fourth referral is one that a MARAC hears.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

import httpx2

from bench.documents import document
from bench.outcome import Outcome
from bench.rounds import Bar, ratios
from bench.servers import DidNotStart
from deploy.local.borough import Borough, NotUp, up
from deploy.local.postgres import NoServer
from deploy.local.proxy import NoProxy
from shared.kernel.identifiers import new_id

_A_SECOND = 20
_SECONDS_A_ROUND = 3
_FOR_THE_PANEL = 4
_LOOK_SECONDS = 0.1
_PATIENCE_SECONDS = 60.0
_P99, _PROMISED = "on the agenda, 99th percentile in s", "two seconds"
_BARS = (Bar(_P99, _PROMISED, most=1.0),)


class NotListed(Exception):
    """A referral was refused, or did not come onto the agenda at all."""


@dataclass(slots=True)
class Watched:
    """When each referral for the panel was sent, and when it was first seen on the agenda."""

    sent: dict[str, float] = field(default_factory=dict)
    listed: dict[str, float] = field(default_factory=dict)

    def waiting(self) -> set[str]:
        return self.sent.keys() - self.listed.keys()

    def seconds(self) -> list[float]:
        return [self.listed[reference] - sent for reference, sent in self.sent.items()]


def run(folder: Path, rounds: int, share: float) -> Outcome:
    """A borough put up once, then referrals at a steady pace for `rounds` times a few seconds."""
    count = max(int(_A_SECOND * _SECONDS_A_ROUND * rounds * share), 2 * _FOR_THE_PANEL)
    folder.chmod(0o711)  # PostgreSQL runs as a user of its own and has to pass through
    try:
        with up(folder) as borough:
            watched = asyncio.run(_sent_and_watched(borough, count))
    except (NotUp, NoServer, NoProxy) as missing:
        raise DidNotStart(str(missing)) from missing
    seconds = watched.seconds()
    percentiles = quantiles(seconds, n=100)
    figures = {_P99: [percentiles[98]], _PROMISED: [2.0]}
    also = {"referrals": count, "listed": len(seconds), "p50_s": percentiles[49], "p99_s": percentiles[98]}
    note = (
        f"{count:,} referrals at {_A_SECOND} a second through the proxy, {len(seconds):,} of them for the MARAC, all "
        f"listed: half within {percentiles[49]:.2f} s, 99 of 100 within {percentiles[98]:.2f} s. The agenda "
        f"was asked for every {_LOOK_SECONDS} s, on the machine that did all the rest."
    )
    return Outcome("arrival", "seconds", figures, ratios(figures, _BARS), [note], also)


async def _sent_and_watched(borough: Borough, count: int) -> Watched:
    clerk, coordinator = _may(borough, "contact_centre"), _may(borough, "panel_coordinator")
    limits = httpx2.Limits(max_connections=64)
    async with httpx2.AsyncClient(base_url=borough.address, timeout=30, limits=limits, trust_env=False) as client:
        meeting = await _next_marac(client, coordinator)
        watched = Watched()
        watching = asyncio.create_task(_watch(client, coordinator, meeting, watched, count // _FOR_THE_PANEL))
        sending, began = [], perf_counter()
        for number in range(count):
            await asyncio.sleep(max(0.0, began + number / _A_SECOND - perf_counter()))
            sending.append(asyncio.create_task(_send(client, clerk, number, watched)))
        await asyncio.gather(*sending)
        await watching
    return watched


async def _send(client: httpx2.AsyncClient, who: Mapping[str, str], number: int, watched: Watched) -> None:
    for_the_panel = number % _FOR_THE_PANEL == _FOR_THE_PANEL - 1
    body = _for_the_marac(number) if for_the_panel else document(number)
    sent = perf_counter()
    answer = await client.post("/intake/api/referrals", json=body, headers={**who, "Idempotency-Key": new_id()})
    if answer.status_code != 201:
        raise NotListed(f"a referral was answered with {answer.status_code}")
    if for_the_panel:
        watched.sent[answer.json()["reference"]] = sent


def _for_the_marac(number: int) -> dict[str, Any]:
    return {
        "kind": "domestic_abuse",
        "channel": "phone",
        "strands": ["domestic_violence_and_abuse"],
        "reporter": {"full_name": f"Ada Example-{number}", "phone": f"07700 900{number % 1000:03}", "is_victim": True},
        "facts": {"immediate_danger": "no", "dash_yes_count": 16},
    }


async def _watch(
    client: httpx2.AsyncClient, who: Mapping[str, str], meeting: str, watched: Watched, expected: int
) -> None:
    """Look at the agenda again and again until everybody who was sent stands on it."""
    last = perf_counter()
    while len(watched.listed) < expected:
        agenda = await _asked(client, f"/panels/api/meetings/{meeting}/agenda", who)
        now = perf_counter()
        items = [item for section in agenda["sections"] for item in section["items"]] + agenda["overflow"]
        for reference in watched.waiting() & {item["case_reference"] for item in items}:
            watched.listed[reference] = last = now
        if now - last > _PATIENCE_SECONDS:
            raise NotListed(f"{len(watched.waiting())} referrals never came onto the agenda")
        await asyncio.sleep(_LOOK_SECONDS)


async def _next_marac(client: httpx2.AsyncClient, who: Mapping[str, str]) -> str:
    until = perf_counter() + _PATIENCE_SECONDS
    while perf_counter() < until:
        now = datetime.now(UTC).isoformat(timespec="minutes")
        meetings = await _asked(client, f"/panels/api/meetings?panel=marac&from={now[:10]}", who)
        for meeting in meetings:
            if meeting["referral_deadline"] > now:
                return str(meeting["id"])
        await asyncio.sleep(0.5)
    raise NotListed("no meeting was ever planned")


async def _asked(client: httpx2.AsyncClient, path: str, who: Mapping[str, str]) -> Any:
    answer = await client.get(path, headers=who)
    if answer.status_code != 200:
        raise NotListed(f"{path} was answered with {answer.status_code}")
    return answer.json()


def _may(borough: Borough, role: str) -> dict[str, str]:
    told = borough.run("python", "-m", "services", "token", "--role", role, capture_output=True)
    return {"Authorization": f"Bearer {told.stdout.split()[-1]}"}
