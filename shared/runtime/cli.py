"""What every command does alike: `--data`, one clear message when something stands in the way, and the exit code."""

import argparse
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence

from sqlalchemy.exc import SQLAlchemyError

from shared.delivery.ports import DeliveryNotUsable
from shared.event_store.codec import UnreadableFact
from shared.event_store.keyring import WrongMasterKey
from shared.event_store.sqlite import explain
from shared.event_store.views import ViewDiffers
from shared.kernel.failures import described
from shared.kernel.refusals import InvalidInput, NotFound, Refusal, StoreNotUsable, Unavailable
from shared.runtime.settings import BadSetting, Settings, from_environment

DONE, DIFFERENT, CANNOT, FAILED = 0, 1, 2, 3

_SAID_PLAINLY = (
    BadSetting,
    WrongMasterKey,
    StoreNotUsable,
    DeliveryNotUsable,
    UnreadableFact,
    ViewDiffers,
    LookupError,
)


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings a command's options and the environment give."""
    return from_environment(data=getattr(options, "data", None))


def add_data(to: argparse.ArgumentParser) -> None:
    """Let a command be told where its data is, before its name or after."""
    # No default: it would displace what stood before the name of the command.
    to.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help="the data folder (WAYMARK_DATA, else var)")


def run(command: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Do it; what goes wrong is said on standard error, with exit code 2 where we know what to do about it, else 3."""
    try:
        return command(options)
    except BrokenPipeError:  # whoever read what is printed has had enough, `head` say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        code, words = _told(error)
        print("\n".join(words), file=sys.stderr)
        return code


def _told(error: Exception) -> tuple[int, Sequence[str]]:
    if isinstance(error, sqlite3.Error | SQLAlchemyError):
        error = explain(error)
    if isinstance(error, InvalidInput):
        return CANNOT, [f"{problem.pointer}: {problem.message}" for problem in error.errors]
    if isinstance(error, Refusal | Unavailable):
        return CANNOT, [error.says]
    if isinstance(error, NotFound):
        return CANNOT, ["There is nothing of that name here."]
    if isinstance(error, _SAID_PLAINLY) and type(error) is not KeyError:
        return CANNOT, [str(error.args[0]) if error.args else type(error).__name__]
    if isinstance(error, OSError) and error.strerror:
        where = f" ({error.filename})" if error.filename else ""
        return CANNOT, [f"The system says: {error.strerror}{where}. Nothing more was done."]
    return FAILED, [_unexpected(error)]


def _unexpected(error: Exception) -> str:
    """Never what the error itself says: it may quote somebody's details."""
    failure = described(error)
    return f"Something went wrong that nobody expected ({failure['error']}, at {failure['at']}). Please report it."


def main(made: argparse.ArgumentParser, arguments: Sequence[str] | None = None) -> int:
    """Parse, run the chosen command (`command` in its defaults) and return the exit code."""
    options = made.parse_args(arguments)
    chosen: Callable[[argparse.Namespace], int] = options.command
    return run(chosen, options)
