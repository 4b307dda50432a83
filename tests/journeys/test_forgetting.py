"""Somebody is forgotten by another program while the borough runs: erased everywhere, found in no file, verified."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from shared.access.roles import Role
from shared.kernel.personal import ERASED
from shared.runtime.worker import Workers
from tests.journeys.test_referral_to_agenda import EMAIL, NAME, PHONE, high_risk
from tests.support.builders.borough import LittleBorough
from tests.support.programs import another_program

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

_WORDS_OF_HERS_ALONE = "SELECT word FROM people_index GROUP BY sign, word HAVING group_concat(DISTINCT person_id) = ?"


@pytest.fixture
def workers(borough: LittleBorough) -> Iterator[Workers]:
    """The borough's work goes on by itself, as in a running system."""
    made = borough.built.workers()
    made.start()
    yield made
    made.stop()


def program(borough: LittleBorough, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command in a program of its own, on the same folder."""
    folder = str(borough.built.ground.settings.data)
    environment = {**os.environ, "CHECKPOINT_DIR": f"{folder}.checkpoints"}
    return subprocess.run(
        [sys.executable, "-m", *arguments, "--data", folder],
        capture_output=True,
        text=True,
        env=environment,
        timeout=100,
        check=False,
    )


def person_of(borough: LittleBorough, reference: str) -> str:
    """Whose key the reporter's name is sealed under."""
    submitted: Any = borough.built.services["intake"].store.stream(f"referral-{reference}")[0].fact
    return str(submitted.account_of)


def secrets_of(data: Path, person_id: str) -> Mapping[str, bytes]:
    """What must be found nowhere afterwards: her wrapped key, her identities, the words of her index."""
    keyring, views = sqlite3.connect(data / "keyring.sqlite"), sqlite3.connect(data / "intake.views.sqlite")
    key = keyring.execute("SELECT wrapped FROM data_keys WHERE person_id = ?", (person_id,)).fetchone()[0]
    blinds = keyring.execute("SELECT blind FROM identities WHERE person_id = ?", (person_id,)).fetchall()
    words = views.execute(_WORDS_OF_HERS_ALONE, (person_id,)).fetchall()
    keyring.close()
    views.close()
    assert len(blinds) > 1
    assert len(words) > 1
    named = {f"identity {number}": blind.encode() for number, (blind,) in enumerate(blinds)}
    return {"key": key[12:44]} | named | {f"word {number}": word.encode() for number, (word,) in enumerate(words)}


def look_through(pipe: Connection, data: Path, secrets: Mapping[str, bytes]) -> None:
    """Another program: says which secrets lie in which files.

    Not done here: whoever closes a file that SQLite has open in the same program takes its locks away.
    """
    files = {path.name: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    pipe.send({(name, secret) for name, held in files.items() for secret, value in secrets.items() if value in held})
    pipe.recv()


def found_in(data: Path, secrets: Mapping[str, bytes]) -> set[tuple[str, str]]:
    with another_program(look_through, data, secrets) as looker:
        found: set[tuple[str, str]] = looker.says()
        return found


def until(seconds: float, true: Any) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def test_somebody_forgotten_by_another_program_is_erased_everywhere(borough: LittleBorough, workers: Workers) -> None:
    answer = borough.post("/intake/api/referrals", high_risk(), Role.CONTACT_CENTRE)
    reference, data = answer.json()["reference"], borough.built.ground.settings.data

    def shown() -> Any:
        return borough.get(f"/intake/api/referrals/{reference}", Role.CONTACT_CENTRE).json()

    assert until(20, lambda: shown().get("reporter", {}).get("full_name") == NAME)
    assert until(20, lambda: borough.built.services["intake"].views.wait_for(int(answer.json()["position"])))
    person_id = person_of(borough, reference)
    secrets = secrets_of(data, person_id)
    assert {secret for _, secret in found_in(data, secrets)} == set(secrets)

    done = program(borough, "services.intake", "forget", person_id, "--authority", "IG/7", "--reason", "asked for it")
    assert (done.returncode, "up to 60 seconds" in done.stdout) == (0, True), done.stderr
    # This process hears of it from the log, long before its cached keys would have aged.
    assert until(10, lambda: shown()["reporter"]["full_name"] == ERASED)
    assert until(10, lambda: found_in(data, secrets) == set())

    story = json.dumps(borough.get(f"/audit/api/timeline/{reference}", Role.AUDITOR).json())
    assert not any(detail in story + json.dumps(shown()) for detail in (NAME, PHONE, EMAIL))
    rebuilt = program(borough, "services.intake", "rebuild", "people")
    assert "It was as the history says." in rebuilt.stdout, rebuilt
    for made in borough.built.services.values():
        for view in made.views.names():
            made.views.rebuild(view)
    assert shown()["reporter"]["full_name"] == ERASED
    assert found_in(data, secrets) == set()
    verified = program(borough, "services.audit", "verify")
    assert verified.returncode == 0, verified.stdout
