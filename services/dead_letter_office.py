"""`python -m services dead-letters`: what could not be taken, shown without what it holds, and tried again."""

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from services.one_process import BUILDERS, build
from shared.contracts.envelope import MalformedEnvelope, from_json
from shared.delivery.dead_letters import DeadLetter
from shared.kernel.clock import rfc3339
from shared.runtime.cli import CANNOT, DONE, add_data, settings_of
from shared.runtime.origin import clock_beside
from shared.runtime.service import Service

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def list_letters(options: argparse.Namespace) -> int:
    """One line a letter, in order of arrival."""
    with _opened(options) as service:
        letters = _wanted(service, options.ids)
    for letter in letters:
        waits = f" waits behind {letter.parked_behind}" if letter.parked_behind else ""
        print(f"{letter.letter_id} {letter.dead_at} {letter.policy} {letter.event_type}: {letter.reason}{waits}")
    return DONE


def show_letter(options: argparse.Namespace) -> int:
    """One letter: its attributes and the names of what it holds, never the values."""
    with _opened(options) as service:
        letters = _wanted(service, options.ids)
    for letter in letters:
        print(json.dumps(_masked(letter), indent=2))
    return DONE


def redrive(options: argparse.Namespace) -> int:
    """Try letters again after saying how many there are."""
    with _opened(options) as service:
        letters = _wanted(service, options.ids)
        if not letters:
            print("There is nothing to try again.")
            return DONE
        if not options.yes and not _agreed(len(letters), service.name):
            print("Nothing was done.", file=sys.stderr)
            return CANNOT
        taken, left = service.inbox.redrive([letter.letter_id for letter in letters])
    print(f"{taken} taken, {left} left.")
    return DONE


def add_commands(commands: "Commands") -> None:
    """`dead-letters list|show|redrive SERVICE [ID…]`."""
    office = commands.add_parser("dead-letters", help="messages that could not be taken")
    actions = office.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name, action, about in (
        ("list", list_letters, "one line a letter"),
        ("show", show_letter, "one letter, masked"),
        ("redrive", redrive, "try letters again"),
    ):
        made = actions.add_parser(name, help=about)
        made.add_argument("service", choices=sorted(BUILDERS))
        made.add_argument("ids", nargs="*", metavar="ID")
        add_data(made)
        made.set_defaults(command=action)
    made.add_argument("--yes", action="store_true", help="do not ask")  # the last: only redrive changes anything


@contextlib.contextmanager
def _opened(options: argparse.Namespace) -> Iterator[Service]:
    settings = settings_of(options)
    borough = build(settings, clock_beside(settings, "intake"))
    try:
        yield borough.services[options.service]
    finally:
        borough.close()


def _masked(letter: DeadLetter) -> dict[str, object]:
    shown: dict[str, object] = {
        "letter_id": letter.letter_id,
        "policy": letter.policy,
        "event_id": letter.event_id,
        "event_type": letter.event_type,
        "dead_at": letter.dead_at,
        "reason": letter.reason,
        "parked_behind": letter.parked_behind,
    }
    with contextlib.suppress(MalformedEnvelope):  # it lies here because it could not be read
        message = from_json(letter.message)
        shown["correlation_id"] = message.context.correlation_id
        shown["recorded_at"] = rfc3339(message.recorded_at)
        shown["members"] = sorted(message.data)
    return shown


def _wanted(service: Service, ids: list[str]) -> list[DeadLetter]:
    letters = service.letters.all()
    if missing := set(ids) - {letter.letter_id for letter in letters}:
        raise LookupError(f"There is no dead letter {', '.join(sorted(missing))} in {service.name}.")
    return [letter for letter in letters if not ids or letter.letter_id in ids]


def _agreed(count: int, service: str) -> bool:
    print(
        f"{count} message{'s' if count != 1 else ''} will be tried again in {service}. Go on? [y/N] ",
        end="",
        flush=True,
    )
    return sys.stdin.readline().strip().lower() in ("y", "yes")
