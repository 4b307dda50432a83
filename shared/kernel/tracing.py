"""Where a piece of work stands in its trace, as W3C Trace Context has it: one trace, and a span for each hop."""

import re
from typing import NamedTuple

from shared.kernel.randomness import random_bytes

# Version, trace id, span id, flags; ids of zeros alone are not ids, version ff is no version, and only a version later
# than ours may say more.
_TRACEPARENT = re.compile(
    r"(?!ff)(?P<version>[0-9a-f]{2})-(?!0{32})(?P<trace>[0-9a-f]{32})-(?!0{16})(?P<span>[0-9a-f]{16})"
    r"-(?P<flags>[0-9a-f]{2})(?P<more>-.*)?"
)
# "Sampled" and "random"; what later versions may mean by the others we cannot pass on as ours.
_KNOWN_FLAGS = 0b11
_OURS = "01"


class Span(NamedTuple):
    """One hop. `header` is the `traceparent` to hand on; `parent_id` the span that led here, None where none did."""

    trace_id: str
    header: str
    parent_id: str | None = None

    @property
    def span_id(self) -> str:
        """This hop's own id."""
        return self.header[36:52]


def begun() -> Span:
    """A trace that begins here."""
    fresh = random_bytes(24).hex()
    return Span(fresh[:32], f"00-{fresh[:32]}-{fresh[32:]}-{_OURS}")


def continued(given: str | None) -> Span:
    """The next hop of the trace in a `traceparent`; a new trace where there is none, or none the standard allows."""
    match = _TRACEPARENT.fullmatch(given) if given else None
    if match is None or (match["more"] and match["version"] == "00"):
        return begun()
    flags = int(match["flags"], 16) & _KNOWN_FLAGS
    return Span(match["trace"], f"00-{match['trace']}-{random_bytes(8).hex()}-{flags:02x}", match["span"])
