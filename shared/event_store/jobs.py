"""What the one write path takes and gives: the job, its receipt, and the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.kernel.handling import Timer

# Stream, version, event id, name, schema version, occurred at, metadata, data: a row less what the lock decides.
EncodedFact = tuple[str, int, str, str, int, str, bytes, bytes]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Makes a job happen once: a second job with this scope and key gets the first one's answer.

    `fingerprint` tells whether it is the same request; "" where the key alone identifies it.
    """

    scope: str
    key: str
    fingerprint: str = ""
    answer: bytes = b""


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """A receipt found: the answer given then, and the positions its facts took (0, 0 where there were none)."""

    fingerprint: str
    answer: bytes
    first_position: int
    last_position: int


@dataclass(frozen=True, slots=True)
class Job:
    """One append, all or nothing: facts of one stream at an expected version, a receipt, timers.

    `expected_version` is the stream's version before, 0 for a stream that must not exist yet.
    """

    stream: str
    expected_version: int
    rows: Sequence[EncodedFact]
    receipt: Receipt | None = None
    timers: Sequence[Timer] = ()
    timer_metadata: bytes = b""


@dataclass(frozen=True, slots=True)
class Appended:
    """Where the facts stand now. `answer` is set where the receipt was known and nothing new was written."""

    first_position: int
    last_position: int
    version: int
    repeated: StoredReceipt | None = field(default=None)
