"""What the one write path takes and gives: the job, its receipt, and the answer."""

from collections.abc import Sequence

import msgspec

from shared.kernel.dispatching import Receipt, StoredReceipt
from shared.kernel.handling import Timer

# Stream, version, event id, name, schema version, occurred at, metadata, data: a row less what the lock decides.
EncodedFact = tuple[str, int, str, str, int, str, bytes, bytes]


class Job(msgspec.Struct, frozen=True):
    """One append, all or nothing: facts of one stream at an expected version, a receipt, timers.

    `expected_version` is the stream's version before, 0 for a stream that must not exist yet.
    """

    stream: str
    expected_version: int
    rows: Sequence[EncodedFact]
    receipt: Receipt | None = None
    timers: Sequence[Timer] = ()
    timer_metadata: bytes = b""


class Appended(msgspec.Struct, frozen=True):
    """Where the facts stand now. `answer` is set where the receipt was known and nothing new was written."""

    first_position: int
    last_position: int
    version: int
    repeated: StoredReceipt | None = None


Outcome = Appended | Exception
"""What a job is answered."""
