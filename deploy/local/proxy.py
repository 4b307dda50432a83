"""The proxy as a plain process: this machine's nginx with the very files of deploy/proxy, ports and folders put in."""

import os
import re
import shutil
import signal
from pathlib import Path

from deploy.local.compose_file import ROOT, Declared
from deploy.local.loopback import HOST, PROXY_ASKS_FROM, Loopback, moved
from deploy.local.program import Program, search_path

_FILES = ROOT / "deploy" / "proxy"
_ASKS = "proxy_http_version 1.1;"
_LISTEN = re.compile(r"\blisten (\d+);")


class NoProxy(Exception):
    """The machine has no nginx; says what to do."""


def proxy(declared: Declared, loopback: Loopback, folder: Path, log: Path) -> Program:
    """nginx, not yet started, as the compose file wants it."""
    executable = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if executable is None:
        raise NoProxy("no nginx: install the package nginx-light")
    (inside,) = [target for target, source in declared.mounts.items() if source.endswith("deploy/proxy")]
    kept, own = folder / "proxy", declared.name
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(_FILES, kept)
    places = {"/tmp": folder / "proxy-tmp", inside: kept}
    places["/tmp"].mkdir(exist_ok=True)
    settings = kept / "nginx.conf"
    text = _LISTEN.sub(
        lambda found: f"listen {loopback.address(own, int(found[1]))};",
        loopback.rewritten(settings.read_text(encoding="utf-8"), own),
    )
    text = text.replace(_ASKS, f"{_ASKS}\n  proxy_bind {PROXY_ASKS_FROM};", 1)
    settings.write_text(moved(text, places), encoding="utf-8")
    command = [executable, *(moved(word, places) for word in declared.command[1:])]
    if os.geteuid() == 0:  # nginx gives its work to somebody who may not read our folders; the container has no root
        command[-1] += " user root;"
    return Program(
        own, command, search_path(), log, folder=ROOT, stop_signal=signal.SIGQUIT, grace_seconds=declared.grace_seconds
    )


def watched_at(declared: Declared, loopback: Loopback) -> str:
    """Where it says that it runs."""
    return f"http://{HOST}:{loopback.port(declared.name, 8081)}/"
