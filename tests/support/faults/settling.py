"""Waiting until nothing moves any more, and until something is so, never without an end."""

import time
from collections.abc import Callable

_LONGEST_PAUSE = 0.5


def until(so: Callable[[], bool], seconds: float, what: str) -> float:
    """Wait until it is so; returns the seconds it took."""
    begun, pause = time.monotonic(), 0.05
    while not so():
        if time.monotonic() - begun > seconds:
            raise AssertionError(f"not within {seconds:.0f} s: {what}")
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)  # to ask costs those who are waited for the processor
    return time.monotonic() - begun


def until_still(reached: Callable[[], object], still: float = 1.5, seconds: float = 120.0) -> None:
    """Wait until what `reached` says has stayed the same for a while."""
    begun = moved = time.monotonic()
    last = reached()
    while time.monotonic() - moved < still:
        time.sleep(0.3)
        if (now := reached()) != last:
            last, moved = now, time.monotonic()
        if time.monotonic() - begun > seconds:
            raise AssertionError(f"it does not come to rest within {seconds:.0f} s")
