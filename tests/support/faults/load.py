"""Callers that send referrals and do not give up: the same key again, whatever happens, until they are answered."""

import contextlib
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException

from shared.kernel.identifiers import new_id
from tests.support.faults.documents import document
from tests.support.faults.oracle import Acknowledged

# Longer than anybody may have to wait for an answer, of whatever kind.
LONGEST_SECONDS = 15.0
_AT_MOST = 300.0
_PAUSE_SECONDS = 0.2
# One caller in so many asks once more under the key that was answered.
_SENT_AGAIN = 7


@dataclass
class Sent:
    """What callers were told. `others` are answers that nobody should get; `said` counts every answer and break."""

    told: dict[str, Acknowledged] = field(default_factory=dict)
    said: Counter[str] = field(default_factory=Counter)
    others: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def faults(self) -> list[str]:
        """What was wrong with the answers themselves."""
        late = [f"somebody waited {self.slowest:.1f} s for an answer"] if self.slowest > LONGEST_SECONDS else []
        return self.others + late


class Callers:
    """So many callers at once, each with a connection of its own to intake."""

    def __init__(self, port: int, token: str, callers: int = 6) -> None:
        self._port, self._token, self._callers = port, token, callers
        self._lock = threading.Lock()
        self._number = 0
        # How long ago what they tell was said to them, since a clock that is behind takes now for the future.
        self.told_before = timedelta()
        self.sent = Sent()

    def send(self, count: int) -> None:
        """Send so many referrals; returns when every one of them is acknowledged."""
        numbers = range(self._number, self._number + count)
        self._number += count
        with ThreadPoolExecutor(self._callers) as pool:
            list(pool.map(self._send, numbers))

    @contextlib.contextmanager
    def flowing(self, pause: float = 0.5) -> Iterator[None]:
        """Referrals keep coming for as long as the block lasts, with pauses; then all are acknowledged."""
        over = threading.Event()

        def flow() -> None:
            while not over.is_set():
                self.send(self._callers)
                over.wait(pause)

        with ThreadPoolExecutor(1) as pool:
            sending = pool.submit(flow)
            try:
                yield
            finally:
                over.set()
            sending.result()

    def _send(self, number: int) -> None:
        body, key = json.dumps(document(number, datetime.now(UTC) - self.told_before)).encode(), new_id()
        answer = self._until_answered(body, key)
        made = Acknowledged(number, key, answer["reference"], answer["referral_id"])
        with self._lock:
            self.sent.told[made.referral_id] = made
        if number % _SENT_AGAIN == 0 and self._until_answered(body, key) != answer:
            self.sent.others.append(f"number {number} was answered otherwise the second time")

    def _until_answered(self, body: bytes, key: str) -> dict[str, str]:
        until = time.monotonic() + _AT_MOST
        while (answer := self._once(body, key)) is None:
            if time.monotonic() > until:
                raise AssertionError(f"no answer in {_AT_MOST} s: {dict(self.sent.said)}")
            time.sleep(_PAUSE_SECONDS)
        return answer

    def _once(self, body: bytes, key: str) -> dict[str, str] | None:
        """The answer where it is 201; None where it has to be sent again."""
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        begun = time.monotonic()
        line = HTTPConnection("127.0.0.1", self._port, timeout=LONGEST_SECONDS * 2)
        try:
            line.request("POST", "/intake/api/referrals", body, headers)
            response = line.getresponse()
            content = response.read()
        except (OSError, HTTPException) as error:
            self._note(type(error).__name__, begun)
            return None
        finally:
            line.close()
        self._note(str(response.status), begun)
        if response.status == 201:
            return dict(json.loads(content))
        self._judge(response.status, response.headers.get("Retry-After"), content)
        return None

    def _note(self, said: str, begun: float) -> None:
        with self._lock:
            self.sent.said[said] += 1
            self.sent.slowest = max(self.sent.slowest, time.monotonic() - begun)

    def _judge(self, status: int, retry_after: str | None, content: bytes) -> None:
        """Only "come back later" may be said, with when, and "the first try is still under way"."""
        code = json.loads(content or b"{}").get("code")
        if (status == 503 and retry_after) or (status == 409 and code == "still_running"):
            return
        with self._lock:
            self.sent.others.append(f"answered {status} {code}")
