"""`python -m services dead-letters`: what could not be taken, shown without what it holds, and tried again."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from services.one_process import BUILDERS, build
from shared.contracts.envelope import from_json
from shared.delivery.dead_letters import DeadLetter
from shared.runtime.cli import CANNOT, DONE, add_data, settings_of
from shared.runtime.logging import configure_logging
from shared.runtime.service import Service

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def list_letters(options: argparse.Namespace) -> int:
    """One line a letter, in order of arrival."""
    for letter in _service(options).letters.all():
        waits = f" waits behind {letter.parked_behind}" if letter.parked_behind else ""
        print(f"{letter.letter_id} {letter.dead_at} {letter.policy} {letter.event_type}: {letter.reason}{waits}")
    return DONE


def show_letter(options: argparse.Namespace) -> int:
    """One letter: its attributes and the names of what it holds, never the values."""
    for letter in _wanted(_service(options), options.ids):
        message = from_json(letter.message)
        shown = {
            "letter_id": letter.letter_id,
            "policy": letter.policy,
            "event_id": letter.event_id,
            "event_type": letter.event_type,
            "correlation_id": message.context.correlation_id,
            "recorded_at": message.recorded_at.isoformat(),
            "reason": letter.reason,
            "parked_behind": letter.parked_behind,
            "members": sorted(message.data),
        }
        print(json.dumps(shown, indent=2))
    return DONE


def redrive(options: argparse.Namespace) -> int:
    """Try letters again after saying how many there are."""
    service = _service(options)
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
        made.add_argument("--yes", action="store_true", help="do not ask")
        add_data(made)
        made.set_defaults(command=action)


def _service(options: argparse.Namespace) -> Service:
    configure_logging()
    return build(settings_of(options)).services[options.service]


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
