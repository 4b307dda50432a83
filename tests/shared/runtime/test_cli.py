"""What goes wrong with a command is said in one line, without a traceback and without anything that was sent."""

import argparse
import sqlite3
import subprocess
import sys

import pytest
from sqlalchemy.exc import OperationalError

from shared.event_store.codec import UnreadableFact
from shared.kernel.refusals import FieldError, InvalidInput, NotFound, Refusal, StoreNotUsable, Unavailable
from shared.runtime.cli import CANNOT, FAILED, add_data, main, run, settings_of
from shared.runtime.settings import BadSetting

SENT = "Zuleika Planted"


def full(kind: type[sqlite3.Error] = sqlite3.OperationalError) -> sqlite3.Error:
    error = kind(f"INSERT {SENT}")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        pytest.param(BadSetting("Port 1 cannot be used."), CANNOT, "Port 1 cannot be used.", id="a setting"),
        pytest.param(StoreNotUsable("Start the newer program."), CANNOT, "Start the newer program.", id="a store"),
        pytest.param(UnreadableFact("the log holds x"), CANNOT, "the log holds x", id="a fact of tomorrow"),
        pytest.param(Refusal("It is closed."), CANNOT, "It is closed.", id="a refusal"),
        pytest.param(Unavailable("The disk is full."), CANNOT, "The disk is full.", id="something unavailable"),
        pytest.param(NotFound(), CANNOT, "There is nothing of that name here.", id="nothing found"),
        pytest.param(InvalidInput([FieldError("/a", "bad", "Mend it.")]), CANNOT, "/a: Mend it.", id="bad input"),
        pytest.param(LookupError("There is no such view."), CANNOT, "There is no such view.", id="an unknown name"),
        pytest.param(full(), CANNOT, "The disk is full, so nothing was stored.", id="a full disk"),
        pytest.param(
            OperationalError("x", {}, full()), CANNOT, "The disk is full, so nothing was stored.", id="wrapped"
        ),
        pytest.param(
            PermissionError(13, "Permission denied", "/srv/out.csv"),
            CANNOT,
            "The system says: Permission denied (/srv/out.csv). Nothing more was done.",
            id="no permission",
        ),
        pytest.param(KeyError(SENT), FAILED, "Something went wrong that nobody expected (KeyError", id="a mistake"),
        pytest.param(ValueError(SENT), FAILED, "Something went wrong that nobody expected (ValueError", id="another"),
        pytest.param(OSError(SENT), FAILED, "Something went wrong that nobody expected (OSError", id="a bare error"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], error: Exception, code: int, says: str
) -> None:
    def command(options: argparse.Namespace) -> int:
        raise error

    assert run(command, argparse.Namespace()) == code
    told = capsys.readouterr()
    assert told.err.startswith(says)
    assert told.err.count("\n") == 1
    assert told.out == ""
    assert SENT not in told.err


def test_a_command_that_is_interrupted_ends_quietly(capsys: pytest.CaptureFixture[str]) -> None:
    def command(options: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    assert run(command, argparse.Namespace()) == 130
    assert capsys.readouterr().err == ""


def test_whoever_has_read_enough_may_stop_reading() -> None:
    chatty = (
        "import argparse, sys; from shared.runtime.cli import run;"
        "sys.exit(run(lambda _: [print(n) for n in range(99999)] and 0, argparse.Namespace()))"
    )
    told = subprocess.run(
        f"{sys.executable} -c '{chatty}' | head -1", shell=True, capture_output=True, text=True, check=True
    )
    assert (told.stdout, told.stderr) == ("0\n", "")


@pytest.mark.parametrize(
    "arguments", [["--data", "x", "do"], ["do", "--data", "x"], ["--data", "y", "do", "--data", "x"]]
)
def test_the_data_folder_may_be_named_before_the_command_or_after_it(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    for name in ("DATABASE_URL", "KEYRING_URL", "ACCESS_URL", "LEDGER_SOURCE_URL"):
        monkeypatch.delenv(name, raising=False)
    seen: list[str] = []

    def command(options: argparse.Namespace) -> int:
        seen.append(settings_of(options).data.name)
        return 0

    made = argparse.ArgumentParser()
    add_data(made)
    inner = made.add_subparsers().add_parser("do")
    add_data(inner)
    inner.set_defaults(command=command)
    assert main(made, arguments) == 0
    assert seen == ["x"]
