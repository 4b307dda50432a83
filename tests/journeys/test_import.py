"""Real rows of other cities, in through the command, against plain counts; and an import stopped, refused, resumed."""

import csv
import json
import os
import pty
import sqlite3
import subprocess
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from services.extracts import bar

HERE = Path(__file__).parent
SUBMITTED = "intake.referral_submitted"
MAPPING = HERE / "sf311.toml"

# What the policy says of a referral of which only the category, or a council home, is known: written out by hand.
# Row 11 asks nothing (graffiti: the motive of hate), every other route asks the safety screen first.
BY_CATEGORY = {
    "vehicle_abandoned": "signpost",
    "fly_tipping": "signpost",
    "litter_or_drug_paraphernalia": "signpost",
    "dog_fouling": "signpost",
}


def expected_outcome(row: dict[str, str]) -> str:
    """The outcome for one row, by the table."""
    mapping = tomllib.loads(MAPPING.read_text("utf-8"))
    category = mapping["category"]["values"].get(row["category"], mapping["category"]["default"])
    return BY_CATEGORY.get(category, "ask")


def command(file: Path, data: Path, mapping: Path = MAPPING, *more: str) -> list[str]:
    """The command as its user types it."""
    run = [sys.executable, "-m", "services", "import", str(file), "--mapping", str(mapping)]
    return [*run, "--data", str(data), *more]


def imported(file: Path, data: Path, mapping: Path = MAPPING) -> dict[str, Any]:
    """What the command says, run as its user runs it."""
    done = subprocess.run(command(file, data, mapping, "--json"), capture_output=True, text=True, check=True)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def an_extract(folder: Path, rows: int, **cells: str) -> Path:
    """A made-up file in the shape of San Francisco's."""
    names = (
        "unique_key", "created_date", "category", "descriptor", "incident_address", "latitude", "longitude",
        "neighborhood", "source",
    )  # fmt: skip
    usual = {"created_date": "2019-10-06 00:05:55 UTC", "category": "Graffiti", "source": "Phone"} | cells
    file = folder / "extract.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        out = csv.DictWriter(opened, names, restval="")
        out.writeheader()
        out.writerows({"unique_key": number, **usual} for number in range(rows))
    return file


def facts_in(data: Path, name: str) -> int:
    """How many facts of a name intake's log holds."""
    file = data / "intake.sqlite"
    if not file.exists():
        return 0
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as log:
        try:
            (found,) = log.execute("SELECT count(*) FROM events WHERE name = ?", (name,)).fetchone()
        except sqlite3.OperationalError:  # it is being made
            return 0
    return int(found)


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_every_row_comes_in_once_and_is_judged_as_the_table_says(datasets: Path, tmp_path: Path) -> None:
    file = datasets / "sf311" / "sf311.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    channels = tomllib.loads(MAPPING.read_text("utf-8"))["channel"]["values"]
    first = imported(file, tmp_path / "data")
    assert (first["read"], first["accepted"], first["rejected"]) == (len(rows), len(rows), 0)
    assert first["by_channel"] == Counter(channels[row["source"]] for row in rows)
    assert first["by_outcome"] == Counter(expected_outcome(row) for row in rows)
    again = imported(file, tmp_path / "data")
    assert (again["accepted"], again["already_known"]) == (0, len(rows))
    assert again["by_outcome"] == first["by_outcome"]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_other_cities_come_in_by_mappings_of_their_own(datasets: Path, tmp_path: Path) -> None:
    new_york = datasets / "nyc311-1000" / "nyc311_1000.csv"
    with new_york.open(encoding="utf-8", newline="") as opened:
        by_word = Counter(row["Open Data Channel Type"] for row in csv.DictReader(opened))
    said = imported(new_york, tmp_path, HERE / "nyc311.toml")
    channels = {"phone": by_word["PHONE"], "online": by_word["ONLINE"] + by_word["MOBILE"]}
    assert said["by_channel"] == channels
    assert (said["accepted"], said["rejected"]) == (sum(channels.values()), by_word["UNKNOWN"] + by_word["OTHER"])
    boston = tmp_path / "boston.ndjson"
    every = (datasets / "boston311-open311" / "service_requests.ndjson").read_text("utf-8").splitlines()
    boston.write_text("\n".join(lines := every[:400]), "utf-8")
    said = imported(boston, tmp_path, HERE / "boston311.toml")
    assert (said["read"], said["accepted"], said["rejected"]) == (len(lines), len(lines), 0)
    names = Counter(json.loads(line)["service_name"] for line in lines)
    assert said["by_outcome"]["signpost"] == names["Abandoned Vehicle"]


def killed_once_some_are_in(file: Path, data: Path) -> int:
    """How many rows are in when the command was killed without notice, soon after the first of them."""
    going = subprocess.Popen(command(file, data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not facts_in(data, SUBMITTED):
        assert going.poll() is None
        time.sleep(0.02)
    going.kill()
    going.wait()
    return facts_in(data, SUBMITTED)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_an_import_that_is_killed_goes_on_from_there(tmp_path: Path) -> None:
    file, folders = an_extract(tmp_path, 700), (tmp_path / str(number) for number in range(20))
    # On a busy machine all may be in before the kill is; then once more.
    data, before = next((each, found) for each in folders if (found := killed_once_some_are_in(file, each)) < 700)
    assert before > 0
    said = imported(file, data)
    assert (said["read"], said["accepted"], said["already_known"]) == (700, 700 - before, before)
    assert facts_in(data, SUBMITTED) == 700
    assert said["by_outcome"] == {"ask": 700}


def test_rejected_rows_go_to_a_file_that_says_nothing_of_what_they_say(tmp_path: Path) -> None:
    file = an_extract(tmp_path, 2, source="Ada Example", descriptor="by Ada Example")
    done = subprocess.run(
        command(file, tmp_path / "data", MAPPING, "--json"), capture_output=True, text=True, check=True
    )
    said = json.loads(done.stdout)
    assert said == {"read": 2, "accepted": 0, "already_known": 0, "rejected": 2, "by_channel": {}, "by_outcome": {}}
    (rejected,) = (tmp_path / "data" / "imports").iterdir()
    assert done.stderr == f"2 rows were rejected; {rejected} says which and why.\n"
    assert rejected.read_text("utf-8").splitlines() == [
        "row,key,codes",
        "1,0,/channel:unmapped_value",
        "2,1,/channel:unmapped_value",
    ]


@pytest.mark.parametrize(
    ("file", "mapping", "says"),
    [
        ("none.csv", None, "this extract cannot be read. Check the path."),
        ("extract.csv", "[source]", "source.format: this part is needed and is not there. Correct the mapping."),
        ("extract.csv", None, "there is no column category, "),
    ],
)
def test_what_is_refused_is_said_in_one_line_and_leaves_nothing_behind(
    tmp_path: Path, file: str, mapping: str | None, says: str
) -> None:
    (tmp_path / "extract.csv").write_text("unique_key,source\n1,Ada Example\n", "utf-8")
    (tmp_path / "map.toml").write_text(mapping or MAPPING.read_text("utf-8"), "utf-8")
    data = tmp_path / "data"
    done = subprocess.run(command(tmp_path / file, data, tmp_path / "map.toml"), capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Ada" not in done.stderr
    assert not data.exists()


def test_a_terminal_is_shown_a_bar_and_a_file_is_not(tmp_path: Path) -> None:
    file = an_extract(tmp_path, 3)
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "wb") as terminal:
        done = subprocess.run(
            command(file, tmp_path / "data", MAPPING, "--json"), stdout=-1, stderr=terminal, check=True
        )
    seen = os.read(ours, 10_000).decode()
    os.close(ours)
    assert f"{bar(3, 3)} read\r\n" in seen
    assert f"{bar(3, 3)} judged\r\n" in seen
    assert json.loads(done.stdout)["read"] == 3
    assert imported(file, tmp_path / "data")["already_known"] == 3


def test_the_bar_fills_up() -> None:
    assert bar(0, 200) == "[" + " " * 40 + "]   0% 0 of 200"
    assert bar(50, 200) == "[" + "#" * 10 + " " * 30 + "]  25% 50 of 200"
    assert bar(0, 0) == "[" + "#" * 40 + "] 100% 0 of 0"
