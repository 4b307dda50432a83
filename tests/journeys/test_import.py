"""Ten thousand real rows of another city's service requests, in through the command, against plain counts."""

import csv
import json
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

MAPPING = Path(__file__).parent / "sf311.toml"

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


def imported(file: Path, data: Path) -> dict[str, Any]:
    """What the command says, run as its user runs it."""
    command = [sys.executable, "-m", "services", "import", str(file), "--mapping", str(MAPPING)]
    done = subprocess.run([*command, "--data", str(data), "--json"], capture_output=True, text=True, check=True)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


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
