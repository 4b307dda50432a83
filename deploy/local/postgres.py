"""A PostgreSQL server of one's own, without Docker: `python -m deploy.local.postgres` runs it until Ctrl-C.

Tests start the same one in a folder that is thrown away. It listens on 127.0.0.1 alone, wants a password, and waits for
the disk as a real one does (fsync on): what the store promises about power cuts and kills is tried against this very
server, and the store refuses one that does not wait.
"""

import argparse
import contextlib
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from deploy.local.ports import free_port

OWNER = "waymark_admin"
_SYSTEM_USER = "postgres"
_START_SECONDS = 30
_STOP_SECONDS = 20
_ENDING = (signal.SIGINT, signal.SIGTERM)
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux
# Nothing here touches durability: small buffers, few checkpoints, and no compiling of queries that take a millisecond.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "on",
    "shared_buffers": "64MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "30min",
    "max_connections": "200",
    "jit": "off",
}
_CLUSTER = ("-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")


class NoServer(Exception):
    """The machine has no PostgreSQL, or it does not start; says what to do."""


def programs() -> Path:
    """The folder with PostgreSQL's programs, the newest of those installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    raise NoServer("no PostgreSQL server: install the package postgresql")


class LocalPostgres:
    """One server on one folder; without a folder, in one that is thrown away when it is closed.

    `settings` are the server's, beside and above those every server here has.
    """

    def __init__(self, folder: Path | None = None, port: int | None = None, **settings: str) -> None:
        self._bin = programs()
        self._throw_away = folder is None
        self._folder = folder or Path(tempfile.mkdtemp(prefix="waymark-postgres-"))
        self._cluster = self._folder / "cluster"
        self.port = port or free_port()
        self._settings = _SETTINGS | settings
        self._server: subprocess.Popen[bytes] | None = None
        self._prepare()

    @property
    def address(self) -> str:
        """Where its owner, who may do everything, gets in."""
        password = (self._folder / "password").read_text()
        return f"postgresql+psycopg://{OWNER}:{password}@127.0.0.1:{self.port}/postgres"

    @property
    def pid(self) -> int | None:
        """The server's process, None while it is stopped."""
        return self._server.pid if self._server else None

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._let_a_predecessor_end()
        settings = [f"{name}={value}" for name, value in (self._settings | {"port": str(self.port)}).items()]
        command = [self._bin / "postgres", "-D", self._cluster, *(part for each in settings for part in ("-c", each))]
        with (self._folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(
                command, stdout=log, stderr=log, start_new_session=True, preexec_fn=_end_with_parent, **_unprivileged()
            )
        until = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > until:
                self.stop()
                raise NoServer(f"PostgreSQL does not start; its last words: {self._last_words()}")
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it by its own process id; by default sessions are broken off and the shutdown is clean."""
        if self._server is None:
            return
        self._server.send_signal(how)
        try:
            self._server.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(_STOP_SECONDS)
        self._server = None

    def close(self) -> None:
        """Stop it, and remove the folder if it was made for this server alone."""
        self.stop()
        if self._throw_away:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _prepare(self) -> None:
        if (self._cluster / "PG_VERSION").exists():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        password = self._folder / "password"
        password.write_text(secrets.token_urlsafe(18))
        password.chmod(0o600)
        self._cluster.mkdir(mode=0o700, exist_ok=True)
        if owner := _server_user():
            self._folder.chmod(0o711)
            for path in (self._cluster, password):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        made = subprocess.run(
            [self._bin / "initdb", "-D", self._cluster, "-U", OWNER, f"--pwfile={password}", *_CLUSTER],
            capture_output=True,
            check=False,
            **_unprivileged(),
        )
        if made.returncode:
            raise NoServer(f"initdb made no cluster in {self._cluster}: {made.stderr.decode(errors='replace').strip()}")

    def _let_a_predecessor_end(self) -> None:
        """Whoever ran a server on this folder may have been killed just now; that server is then about to end."""
        until, lock = time.monotonic() + _STOP_SECONDS, self._cluster / "postmaster.pid"
        while time.monotonic() < until:
            with contextlib.suppress(OSError, ValueError, IndexError):
                os.kill(int(lock.read_text().split()[0]), 0)
                time.sleep(0.05)
                continue
            return

    def _answers(self) -> bool:
        ask = [self._bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-t", "1"]
        return subprocess.run(ask, check=False).returncode == 0

    def _last_words(self) -> str:
        said = (self._folder / "server.log").read_text(errors="replace").strip().splitlines()
        return " / ".join(said[-3:])


def _server_user() -> pwd.struct_passwd | None:
    """Whom the server runs as where we are root, which it refuses to be."""
    return pwd.getpwnam(_SYSTEM_USER) if os.geteuid() == 0 else None


def _unprivileged() -> dict[str, object]:
    owner = _server_user()
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": [], "cwd": "/"} if owner else {}


def _end_with_parent() -> None:
    """Have the system end the server when whoever started it is gone, killed even. Called in the new process."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGINT)


def main() -> int:
    """Run a server whose data stays, until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("var/postgres"), help="its folder, made if it is missing")
    parser.add_argument("--port", type=int, default=5432)
    options = parser.parse_args()
    try:
        server = LocalPostgres(options.data.resolve(), options.port)
        server.start()
    except NoServer as error:
        print(error, file=sys.stderr)
        return 2
    # Held back until it is waited for: one that came just before a pause would be waited for again.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    print(f"PostgreSQL is at {server.address}", flush=True)
    signal.sigwait(_ENDING)
    server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
