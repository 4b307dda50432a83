"""The whole of docker-compose.yml without Docker: its commands, settings and ports as plain processes on 127.0.0.1.

    python -m deploy.local.borough            everything, until Ctrl-C; data stays in var/borough
    python -m deploy.local.borough run python -m services accounts list

What is ours runs exactly as the compose file says, with names of containers put for ports of this machine and their
folders for folders in var/borough. PostgreSQL, Kafka and nginx are this machine's own, and aiosmtpd takes the mail.
"""

import argparse
import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from deploy.local import stand_ins
from deploy.local.compose_file import ROOT, Declared, Unreadable, read_compose
from deploy.local.loopback import HOST, PROXY_ASKS_FROM, Loopback, moved
from deploy.local.postgres import NoServer
from deploy.local.program import Program, search_path
from deploy.local.proxy import NoProxy
from deploy.local.stand_ins import Running, StandIn

_OPERATOR = "operator"
_PAUSE_SECONDS = 0.1
_PORT = 8000
_DATA = ROOT / "var" / "borough"


class NotUp(Exception):
    """Something did not start; says what and where to look."""


class Borough:
    """Every process of the compose file; `port` is where its proxy answers."""

    def __init__(self, folder: Path, port: int | None = None, environment: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        self.logs = folder / "logs"
        self.logs.mkdir(parents=True, exist_ok=True)
        secrets = folder / "secrets"
        subprocess.run(["sh", ROOT / "deploy" / "secrets.sh", secrets], check=True, stdout=subprocess.DEVNULL)
        self.declared = read_compose(environment={**(environment or {}), "WAYMARK_SECRETS": str(secrets)})
        self._loopback = Loopback(self.declared, _ports_from(port, self.declared) if port else None)
        self._ready: dict[str, StandIn] = {}
        self._well: set[str] = set()
        self.running: dict[str, Running] = {}

    @property
    def address(self) -> str:
        """Where the proxy is."""
        proxy = self.declared["proxy"]
        return f"http://{HOST}:{self._loopback.port(proxy.name, proxy.ports[0])}"

    @property
    def mail(self) -> Path:
        """The folder (a maildir) with every message that was caught."""
        return self._folder / "mail"

    def start(self, seconds: float = 180) -> None:
        """Everything in the order the compose file wants, each when what it depends on is ready. Raises NotUp."""
        until = time.monotonic() + seconds
        waiting = {name: each for name, each in self.declared.items() if not each.profiles}
        started: set[str] = set()
        while waiting or started - self._well:
            for name in [name for name, each in waiting.items() if set(each.depends_on) <= self._well]:
                self._start(waiting.pop(name))
                started.add(name)
            self._well |= {name for name in started - self._well if self._is_well(name)}
            self._nobody_fell()
            if time.monotonic() > until:
                late = sorted({*waiting, *(started - self._well)})
                raise NotUp(f"Not ready within {seconds:.0f} seconds: {', '.join(late)}. See {self.logs}.")
            time.sleep(_PAUSE_SECONDS)

    def stop(self) -> None:
        """End everything by its own process id: ours all at once, then what they stand on."""
        ours = [each for each in self.running.values() if isinstance(each, Program) and self.declared[each.name].ours]
        for program in ours:
            program.ask_to_end()
        for running in [*ours, *reversed(list(self.running.values()))]:
            running.stop()

    def run(self, *arguments: str, **how: object) -> "subprocess.CompletedProcess[str]":
        """Run a command as an operator and wait for it; what it names lies here. `how` is what subprocess.run takes."""
        executable, *words = arguments
        environment = self._environment(self.declared[_OPERATOR])
        command = [sys.executable if executable == "python" else executable, *words]
        return subprocess.run(command, env=environment, cwd=ROOT, text=True, check=False, **how)  # type: ignore[call-overload, no-any-return]

    def watch(self) -> None:
        """Stay until somebody interrupts. Raises NotUp where a process ends by itself."""
        while True:
            self._nobody_fell()
            time.sleep(1)

    def restart(self, *names: str, seconds: float = 120) -> None:
        """End processes of ours and start them again, as `docker compose restart` does; ready when it returns."""
        programs = [self._program(name) for name in names]
        for program in programs:
            program.ask_to_end()
        for program in programs:
            program.stop()
            self._places(self.declared[program.name])  # a secret may have changed
            program.start()
        until = time.monotonic() + seconds
        while late := [name for name in names if not self._is_well(name)]:
            self._nobody_fell()
            if time.monotonic() > until:
                raise NotUp(f"Not ready again within {seconds:.0f} seconds: {', '.join(late)}. See {self.logs}.")
            time.sleep(_PAUSE_SECONDS)

    def _program(self, name: str) -> Program:
        running = self.running[name]
        if not isinstance(running, Program) or not self.declared[name].ours:
            raise NotUp(f"{name} is not a process of ours.")
        return running

    def port(self, name: str) -> int:
        """Where one process of ours answers."""
        return self._loopback.port(name, self.declared[name].ports[0])

    def _start(self, declared: Declared) -> None:
        log = self.logs / f"{declared.name}.log"
        if declared.ours:
            self.running[declared.name] = Program(
                declared.name,
                self._here(declared.command, declared),
                self._environment(declared),
                log,
                folder=ROOT,
                grace_seconds=declared.grace_seconds,
            )
        else:
            self._ready[declared.name] = self._stand_in(declared, log)
            self.running[declared.name] = self._ready[declared.name].running
        self.running[declared.name].start()

    def _stand_in(self, declared: Declared, log: Path) -> StandIn:
        made = {
            "postgres": stand_ins.postgres,
            "kafka": stand_ins.kafka,
            "mail": stand_ins.mail,
            "proxy": stand_ins.front,
        }
        if declared.name not in made:
            raise Unreadable(f"nothing here stands in for the image of {declared.name}")
        return made[declared.name](declared, self._loopback, self._folder, log)

    def _is_well(self, name: str) -> bool:
        """What the compose file means by it: done for a command that ends, ready by its own health check else."""
        declared = self.declared[name]
        if not declared.healthcheck:
            return self.running[name].ended() == 0
        if not declared.ours:
            return self._ready[name].ready()
        check = self._here(declared.healthcheck, declared)
        return not subprocess.run(
            check, env=self._environment(declared), cwd=ROOT, check=False, capture_output=True
        ).returncode

    def _nobody_fell(self) -> None:
        for name, running in self.running.items():
            code = running.ended()
            if code is not None and not (code == 0 and not self.declared[name].healthcheck):
                raise NotUp(f"{name} ended with {code}; its last words: {running.last_words()}. See {self.logs}.")

    def _here(self, command: Sequence[str], declared: Declared) -> list[str]:
        executable, *rest = (
            moved(word, self._places(declared)) for word in self._loopback.command(command, declared.name)
        )
        return [sys.executable if executable == "python" else executable, *rest]

    def _environment(self, declared: Declared) -> dict[str, str]:
        places = self._places(declared)
        own = {
            name: moved(self._loopback.rewritten(self._from_the_proxy(value), declared.name), places)
            for name, value in declared.environment.items()
        }
        return search_path() | {"PYTHONUNBUFFERED": "1"} | own

    def _from_the_proxy(self, value: str) -> str:
        """What names the proxy's own address names the one it asks from here."""
        proxy = self.declared.get("proxy")
        named = proxy is not None and proxy.own_address == value
        return PROXY_ASKS_FROM if named else value

    def _places(self, declared: Declared) -> dict[str, Path]:
        """Where the folders and files of a container lie here."""
        places = {"/tmp": self._folder / "tmp" / declared.name}
        places |= {target: self._folder / "volumes" / source for target, source in declared.mounts.items()}
        for folder in places.values():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return places | {target: self._secret(file) for target, file in declared.secrets.items()}

    def _secret(self, file: Path) -> Path:
        """A secret as it must read here: one that names a server names it by its port."""
        here = self._folder / "secrets-here" / file.name
        here.parent.mkdir(exist_ok=True, mode=0o700)
        text = self._loopback.rewritten(file.read_text(encoding="utf-8"), "")
        if not here.exists() or here.read_text(encoding="utf-8") != text:
            here.touch(mode=0o600)
            here.write_text(text, encoding="utf-8")
        return here


@contextlib.contextmanager
def up(folder: Path, port: int | None = None, environment: Mapping[str, str] | None = None) -> Iterator[Borough]:
    """A borough that is up, and ended whatever happens."""
    borough = Borough(folder, port, environment)
    try:
        borough.start()
        yield borough
    finally:
        borough.stop()


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m deploy.local.borough", description=__doc__)
    made.add_argument("--data", type=Path, default=_DATA, help="where everything is kept")
    made.add_argument("--port", type=int, default=_PORT, help="where the proxy answers; all others follow")
    made.set_defaults(command=_serve)
    run = made.add_subparsers(metavar="COMMAND").add_parser("run", help="a command beside one that is up")
    run.add_argument("words", nargs=argparse.REMAINDER)
    run.set_defaults(command=_run)
    return made


def main() -> int:
    """Do what the command line says; what stands in the way is said."""
    options = parser().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        return int(options.command(options))
    except (NotUp, NoServer, NoProxy, Unreadable) as error:
        print(error, file=sys.stderr)
        return 2


def _serve(options: argparse.Namespace) -> int:
    began = time.monotonic()
    with contextlib.suppress(KeyboardInterrupt), up(options.data.resolve(), options.port) as borough:
        print(f"Waymark is on {borough.address} after {time.monotonic() - began:.0f} seconds. Ctrl-C ends it.")
        print("Nobody can sign in to a new one yet. Open an account with a command beside this one:")
        print(f"  {_beside(options)} python -m services accounts open NAME --role triage_officer")
        print(f"Mail it would have sent: {borough.mail}. What each process says: {borough.logs}.", flush=True)
        borough.watch()
    return 0


def _beside(options: argparse.Namespace) -> str:
    """What a command beside this one begins with."""
    data = [] if options.data == _DATA else ["--data", str(options.data)]
    port = [] if options.port == _PORT else ["--port", str(options.port)]
    return " ".join([".venv/bin/python -m deploy.local.borough", *data, *port, "run"])


def _run(options: argparse.Namespace) -> int:
    return Borough(options.data.resolve(), options.port).run(*options.words).returncode


def _ports_from(first: int, declared: Mapping[str, Declared]) -> dict[tuple[str, int], int]:
    """The proxy's port, and those after it for everything else, so that a command beside it finds the same ones."""
    proxy, *others = sorted(declared.values(), key=lambda each: each.published is None)
    wanted = [(proxy.name, proxy.ports[0]), *((each.name, port) for each in others for port in each.ports)]
    return {place: first + number for number, place in enumerate(wanted)}


if __name__ == "__main__":
    sys.exit(main())
