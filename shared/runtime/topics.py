"""`python -m services topics`: what delivery needs is made before the first worker starts, and looked at any time."""

import argparse
from typing import TYPE_CHECKING

from shared.delivery.carriers import bus_at
from shared.kernel.clock import system_clock
from shared.runtime.cli import DONE, add_data, settings_of

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def make_topics(options: argparse.Namespace) -> int:
    """Make what is missing at DELIVERY_URL, one line for each topic."""
    settings = settings_of(options)
    bus = bus_at(settings.address("DELIVERY_URL"), settings.worker, system_clock)
    print("\n".join(bus.prepare()))
    return DONE


def add_command(commands: "Commands") -> None:
    """`topics`."""
    made = commands.add_parser("topics", help="make the topics that are missing, and look at the others")
    add_data(made)
    made.set_defaults(command=make_topics)
