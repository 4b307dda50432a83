"""`python -m services.notifications`: notifications by itself."""

import argparse
import sys

from services.notifications.wiring import build_notifications
from shared.runtime.cli import main
from shared.runtime.logging import configure_logging
from shared.runtime.standalone import add_service_commands


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m services.notifications", description=__doc__)
    add_service_commands(made.add_subparsers(title="commands", metavar="COMMAND", required=True), build_notifications)
    return made


if __name__ == "__main__":
    configure_logging("notifications")
    sys.exit(main(parser()))
