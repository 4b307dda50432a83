"""Runs the benchmarks as a program of their own: they tune the interpreter and the log for good."""

import subprocess
import sys


def run_bench(*arguments: str) -> str:
    """What `python -m bench` prints, having ended well."""
    done = subprocess.run([sys.executable, "-m", "bench", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout
