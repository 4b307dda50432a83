"""What every command does alike: `--data`, one clear message when something stands in the way, and the exit code."""

import argparse
import sys
from collections.abc import Callable, Sequence

from shared.event_store.engine import StoreNotUsable
from shared.event_store.keyring import WrongMasterKey
from shared.event_store.views import ViewDiffers
from shared.kernel.refusals import InvalidInput, NotFound, Refusal, Unavailable
from shared.runtime.settings import BadSetting, Settings, from_environment

DONE, DIFFERENT, CANNOT = 0, 1, 2

_SAID_PLAINLY = (BadSetting, WrongMasterKey, StoreNotUsable, ViewDiffers, LookupError)


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings a command's options and the environment give."""
    return from_environment(data=options.data)


def parser(name: str, about: str) -> argparse.ArgumentParser:
    """A parser that knows `--data`."""
    made = argparse.ArgumentParser(prog=f"python -m {name}", description=about)
    add_data(made)
    return made


def add_data(to: argparse.ArgumentParser) -> None:
    """Let a command be told where its data is."""
    to.add_argument("--data", metavar="DIR", default=None, help="the data folder (WAYMARK_DATA, else var)")


def run(command: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Do it; what is known to go wrong is said in one line on standard error, with exit code 2."""
    try:
        return command(options)
    except InvalidInput as error:
        for problem in error.errors:
            _say(f"{problem.pointer}: {problem.message}")
        return CANNOT
    except (Refusal, Unavailable) as error:
        _say(error.says)
        return CANNOT
    except NotFound:
        _say("There is nothing of that name here.")
        return CANNOT
    except _SAID_PLAINLY as error:
        _say(str(error.args[0]) if error.args else type(error).__name__)
        return CANNOT
    except KeyboardInterrupt:
        return 130


def main(made: argparse.ArgumentParser, arguments: Sequence[str] | None = None) -> int:
    """Parse, run the chosen command (`command` in its defaults) and return the exit code."""
    options = made.parse_args(arguments)
    chosen: Callable[[argparse.Namespace], int] = options.command
    return run(chosen, options)


def _say(words: str) -> None:
    print(words, file=sys.stderr)
