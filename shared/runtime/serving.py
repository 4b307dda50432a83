"""Serves an application on one address until a signal says stop, tuned for short requests."""

import asyncio
import gc
import signal
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

import uvicorn
from fastapi import FastAPI

from shared.runtime.settings import BadSetting
from shared.web.settings import Lifespan

# A commit ends in another thread; the default switch interval of 5 ms would let the event loop keep it waiting.
_SWITCH_SECONDS = 0.0005
# What is loaded at start stays; collecting it again and again costs a third of the requests (measured).
_GC_THRESHOLD = 50_000


def bind(host: str, port: int) -> socket.socket:
    """A listening socket, or BadSetting where somebody else has the port."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError):
        listening.close()
        raise BadSetting(
            f"Port {port} on {host} cannot be used; another program may have it. Choose another with --port."
        ) from None
    listening.listen(2048)
    return listening


class AtWork(Protocol):
    """Whatever does the work beside the answering, from its start to its end."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


def lifespan_of(workers: AtWork | None) -> Lifespan:
    """Work that starts and stops with an app."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if workers is not None:
            workers.start()
        try:
            yield
        finally:
            if workers is not None:
                await asyncio.to_thread(workers.stop)

    return lifespan


def tune() -> None:
    """Settings of the interpreter for a server; call once all is loaded."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GC_THRESHOLD, 20, 20)


def serve(app: FastAPI, listening: socket.socket, says: str, trusted_proxies: Sequence[str] = ()) -> None:
    """Say that it is there, and answer requests until told to stop; those in hand are finished first.

    Returns then, whatever told it, and however soon after it was said. Of callers that come through one of
    `trusted_proxies` the address is the one it says; from anybody else such a header counts for nothing.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        # Nobody is known, trusted or noted by an address: it only tells apart whose tries are counted.
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies),
        timeout_graceful_shutdown=10,
        lifespan="on",
    )
    server = uvicorn.Server(config)

    def stop(_signal: int, _frame: object) -> None:
        server.should_exit = True

    # For a signal that comes before the server listens to it; and once it has stopped, it sends itself the signal
    # again: ended by that, nothing after this would be done.
    signal.signal(signal.SIGTERM, stop)
    tune()
    print(says, flush=True)
    server.run(sockets=[listening])
