"""The records that whoever is being served may not know of: set where a request comes in, read where rows are read."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

_kept_from: ContextVar[frozenset[str]] = ContextVar("kept_from", default=frozenset())


def kept_from() -> frozenset[str]:
    """The ids and references of records that do not exist for whoever is being served; mostly none."""
    return _kept_from.get()


def keep_from(records: frozenset[str]) -> None:
    """From here to the end of this request these records do not exist."""
    _kept_from.set(records)


@contextlib.contextmanager
def knowing_everything() -> Iterator[None]:
    """For what is decided, which must rest on all there is, whoever asks: an agenda is frozen with everybody on it."""
    token = _kept_from.set(frozenset())
    try:
        yield
    finally:
        _kept_from.reset(token)
