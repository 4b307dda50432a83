"""Files of tools and wordings: what ships loads; a bad one keeps triage from starting and says which and why."""

from pathlib import Path

import pytest

from services.triage.adapters.dated_files import TOOLS, WORDINGS, load_tools, load_wordings
from services.triage.adapters.rule_files import RuleFileRefused
from shared.contracts.vocabulary import VOCABULARY

MERIT = (TOOLS / "merit" / "2016-07-01.toml").read_text("utf-8")
WORDING = (WORDINGS / "2018-05-25.toml").read_text("utf-8")


def put(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return folder


def test_what_ships_loads() -> None:
    assert {tool.id for tool in load_tools(VOCABULARY.answers).all} == {"dash", "s_dash", "merit", "asb"}
    assert load_wordings()


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("merit/2016-07-02.toml", MERIT, "merit/2016-07-02.toml: effective_from is 2016-07-01"),
        ("gold/2016-07-01.toml", MERIT, "gold/2016-07-01.toml: the tool is called merit"),
        ("merit/2016-07-01.toml", "id = ", "merit/2016-07-01.toml: this is not TOML"),
        ("merit/2016-07-01.toml", MERIT.replace("from = 72", "from = 720"), "no answers reach 720"),
    ],
)
def test_a_bad_tool_names_the_file_and_what_to_do(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(RuleFileRefused, match=says):
        load_tools(VOCABULARY.answers, put(tmp_path, name, text))


def test_a_folder_without_files_is_said(tmp_path: Path) -> None:
    with pytest.raises(RuleFileRefused, match="there is no risk tool"):
        load_tools(VOCABULARY.answers, tmp_path)
    with pytest.raises(RuleFileRefused, match="there is no wording"):
        load_wordings(tmp_path)


def test_a_bad_wording_names_the_file_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RuleFileRefused, match=r"2018-05-26\.toml: effective_from is 2018-05-25"):
        load_wordings(put(tmp_path, "2018-05-26.toml", WORDING))
