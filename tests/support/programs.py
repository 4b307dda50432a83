"""Other programs beside the test: real processes that open the same files, and can be ended at any moment."""

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any

# A server that has loaded everything once forks each program from itself: a start takes milliseconds, not a second.
_programs = multiprocessing.get_context("forkserver")
_programs.set_forkserver_preload(["tests.support.backends", "shared.runtime.ground"])


class Program:
    """A running process and the two ends of its pipe."""

    def __init__(self, process: ForkServerProcess, pipe: Connection) -> None:
        self._process = process
        self.pipe = pipe

    def says(self, seconds: float = 20) -> Any:
        """The next thing it says; EOFError when it has ended."""
        assert self.pipe.poll(seconds), "the other program says nothing"
        return self.pipe.recv()

    def tell(self, word: Any) -> None:
        """Say something to it."""
        self.pipe.send(word)

    def kill(self) -> None:
        """End it without notice, as `kill -9` does."""
        assert self._process.pid is not None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.join(60)


@contextlib.contextmanager
def another_program(work: Callable[..., None], *arguments: Any) -> Iterator[Program]:
    """Run a module's function in a process of its own, with its end of a pipe as first argument."""
    ours, theirs = _programs.Pipe()
    process = _programs.Process(target=work, args=(theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    program = Program(process, ours)
    try:
        yield program
    finally:
        program.kill()
        ours.close()
