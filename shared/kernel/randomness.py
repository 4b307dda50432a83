"""Random bytes from the system, fetched many at a time: a call for each of them lets go of the interpreter each time.

Measured under load with another thread committing: thirty such calls a request cost a third of the requests.
"""

import os
from collections import defaultdict

_AT_ONCE = 256

_ready: defaultdict[int, list[bytes]] = defaultdict(list)


def random_bytes(size: int) -> bytes:
    """That many bytes nobody was given before, fit for keys and nonces."""
    try:
        # Taking from a list is one step of the interpreter, so no two threads are given the same.
        return _ready[size].pop()
    except IndexError:
        fetched = os.urandom(size * _AT_ONCE)
        _ready[size] += [fetched[start : start + size] for start in range(size, len(fetched), size)]
        return fetched[:size]


# A forked process would be given what its parent is given.
os.register_at_fork(after_in_child=_ready.clear)
