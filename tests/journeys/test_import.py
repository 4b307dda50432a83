"""Ten thousand real rows of another city's service requests, in through the command, against plain counts."""

import csv
import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from services.__main__ import parser
from shared.runtime.cli import main

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


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_every_row_comes_in_once_and_is_judged_as_the_table_says(
    datasets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = datasets / "sf311" / "sf311.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    channels = tomllib.loads(MAPPING.read_text("utf-8"))["channel"]["values"]
    command = ["import", str(file), "--mapping", str(MAPPING), "--data", str(tmp_path / "data"), "--json"]
    assert main(parser(), command) == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["read"], first["accepted"], first["rejected"]) == (len(rows), len(rows), 0)
    assert first["by_channel"] == Counter(channels[row["source"]] for row in rows)
    assert first["by_outcome"] == Counter(expected_outcome(row) for row in rows)
    assert main(parser(), command) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["accepted"], again["already_known"]) == (0, len(rows))
    assert again["by_outcome"] == first["by_outcome"]
