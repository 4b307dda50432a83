"""Ports for programs that are started here: two boroughs or two tests that start at once never choose the same one.

What the system gives for the asking is free again until the program has started, and somebody else may be given it.
"""

import fcntl
import os
import random
import socket
import tempfile
from pathlib import Path

# Below what the system gives away by itself (32768 and up on Linux), and where nothing that is known listens.
_FIRST, _COUNT = 20_000, 10_000
_NEXT = Path(tempfile.gettempdir()) / f"waymark-ports-{os.getuid()}"


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on just now, all different, and not given to anybody else for the next ten thousand."""
    found: list[int] = []
    with _NEXT.open("a+") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        kept.seek(0)
        number = int(kept.read() or random.randrange(_COUNT))
        while len(found) < count:
            port = _FIRST + number % _COUNT
            number += 1
            if _is_free(port):
                found.append(port)
        kept.truncate(0)
        kept.write(str(number))
    return found


def free_port() -> int:
    """One of them."""
    return free_ports(1)[0]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
