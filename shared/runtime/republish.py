"""`republish`: a service's facts go to its topic once more, where a broker has lost what it had been given."""

import argparse

from shared.delivery.relay import MARK
from shared.runtime.cli import DONE
from shared.runtime.service import Service


def republish(options: argparse.Namespace, service: Service) -> int:
    """Put the relay's mark back; the worker does the rest. Raises LookupError for a position that is not in the log."""
    head = service.store.head()
    if not 1 <= options.start <= max(head, 1):
        raise LookupError(f"{service.name}'s log goes from position 1 to {head}; --from must be one of these.")
    service.views.put_mark(MARK, options.start - 1)
    print(
        f"{service.name}'s worker publishes what stands from position {options.start} to {head} once more. "
        "Whoever has taken it already knows it again."
    )
    return DONE


def add_options(command: argparse.ArgumentParser) -> None:
    """`--from POSITION`."""
    command.add_argument("--from", dest="start", metavar="POSITION", type=int, default=1, help="1, unless given")
