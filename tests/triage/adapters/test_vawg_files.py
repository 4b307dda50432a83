"""The dated files of work on cases of abuse as they ship, and one that is not sound."""

from pathlib import Path

import pytest

from services.triage.adapters.rule_files import RuleFileRefused
from services.triage.adapters.vawg_files import VAWG, load_handlings
from shared.contracts.vocabulary import VOCABULARY


def load(folder: Path) -> None:
    load_handlings(VOCABULARY.strands, VOCABULARY.answers, folder)


def shipped(name: str) -> str:
    return (VAWG / "handling" / name).read_text("utf-8")


@pytest.mark.parametrize(
    ("place", "text", "says"),
    [
        ("forced_marriage/2016-07-02.toml", shipped("forced_marriage/2016-07-01.toml"), "Name the file 2016-07-01"),
        ("hate/2016-07-01.toml", shipped("forced_marriage/2016-07-01.toml"), "folder forced_marriage"),
        ("hate/2016-07-01.toml", "this is no TOML", "hate/2016-07-01.toml"),
        ("hate/2016-07-01.toml", shipped("hate/2016-07-01.toml").replace("hate_motive", "hate_motiv"), "hate_motiv"),
    ],
    ids=["wrong day", "wrong folder", "no TOML", "an answer nobody asks"],
)
def test_a_file_that_is_not_sound_is_refused_by_its_name(tmp_path: Path, place: str, text: str, says: str) -> None:
    file = tmp_path / place
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    with pytest.raises(RuleFileRefused, match=says):
        load(tmp_path)


def test_without_a_handling_triage_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(RuleFileRefused, match="no handling"):
        load(tmp_path)
