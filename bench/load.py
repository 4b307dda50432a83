"""A load generator for one address: so many connections, each sending its next request when the last is answered."""

import asyncio
import re
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import cast

import uvloop

CONNECTIONS = 32
_PATIENCE_SECONDS = 60
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_HEAD_END = b"\r\n\r\n"


@dataclass(slots=True)
class Answered:
    """How long each answer took, in milliseconds, and how many there were of each status."""

    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def quantile(self, share: float) -> float:
        """The time within which this share of the answers came, in milliseconds."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def send_all(port: int, requests: Sequence[bytes], connections: int = CONNECTIONS) -> Answered:
    """Send every request to a port of this machine, wait for every answer; raises ConnectionError or TimeoutError."""
    return uvloop.run(_send_all(port, requests, connections))


async def _send_all(port: int, requests: Sequence[bytes], connections: int) -> Answered:
    loop = asyncio.get_running_loop()
    answered, waiting = Answered(), deque(requests)
    ends = [loop.create_future() for _ in range(min(connections, len(requests)))]
    for end in ends:
        await loop.create_connection(partial(_Connection, waiting, answered, end), "127.0.0.1", port)
    await asyncio.wait_for(asyncio.gather(*ends), _PATIENCE_SECONDS)
    return answered


class _Connection(asyncio.Protocol):
    def __init__(self, waiting: deque[bytes], answered: Answered, end: asyncio.Future[None]) -> None:
        self._waiting, self._answered, self._end = waiting, answered, end
        self._received = b""
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one in all but descent
        self._next()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head = self._received.find(_HEAD_END)
        if head < 0:
            return
        length = _LENGTH.search(self._received, 0, head)
        if length is None:
            self._end.set_exception(ConnectionError("an answer came without its length"))
        elif len(self._received) >= head + len(_HEAD_END) + int(length[1]):
            self._answered.milliseconds.append((perf_counter() - self._began) * 1000)
            self._answered.statuses[int(self._received[9:12])] += 1
            self._received = b""
            self._next()

    def connection_lost(self, reason: Exception | None) -> None:
        if not self._end.done():
            self._end.set_exception(reason or ConnectionError("the server closed the connection"))

    def _next(self) -> None:
        if self._waiting:
            request = self._waiting.popleft()
            self._began = perf_counter()
            self._transport.write(request)
        elif not self._end.done():
            self._end.set_result(None)
            self._transport.close()
