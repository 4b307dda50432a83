"""The words of disclosure as data: checked when loaded, the edition of the day, earlier ones kept."""

import tomllib
from datetime import date
from typing import Any

import msgspec
import pytest

from services.triage.adapters.dated_files import WORDINGS
from services.triage.domain.disclosure.lawful import WordingProblem, Wordings, wording_from

RAW = (WORDINGS / "2018-05-25.toml").read_text("utf-8")
SHIPPED = wording_from(tomllib.loads(RAW))

BROKEN: dict[str, Any] = {
    "Name it after its first day": lambda raw: raw.update(version="new"),
    "there is nothing under wishes": lambda raw: raw.update(wishes={}),
    "consents lacks not_sought": lambda raw: raw["consents"].pop("not_sought"),
    "names the basis whim": lambda raw: raw["recipients"]["marac"].update(bases=["whim"]),
    "is the panel cmarac. Call both": lambda raw: raw["recipients"]["police"].update(panel="cmarac"),
    "Set threshold to true": lambda raw: raw["recipients"]["cmarac"].update(threshold=False),
    "unknown field": lambda raw: raw["bases"]["consent"].update(note="x"),
}


@pytest.mark.parametrize("says", BROKEN)
def test_an_edition_with_a_planted_fault_is_refused_with_one_clear_message(says: str) -> None:
    raw = tomllib.loads(RAW)
    BROKEN[says](raw)
    with pytest.raises(WordingProblem, match=says):
        wording_from(raw)


def test_no_panel_may_be_told_on_agreement_alone() -> None:
    for recipient in ("marac", "cmarac"):
        assert "consent" not in SHIPPED.bases_for(recipient)
    assert "consent" in SHIPPED.bases_for("landlord")


def test_each_day_has_its_edition_and_an_old_one_is_still_read() -> None:
    newer = msgspec.structs.replace(SHIPPED, version="2027-01-01", effective_from=date(2027, 1, 1))
    both = Wordings([newer, SHIPPED])
    assert both.on(date(2026, 12, 31)) is SHIPPED
    assert both.on(date(2027, 1, 1)) is newer
    assert both.on(date(2000, 1, 1)) is SHIPPED
    assert both.edition("2018-05-25") is SHIPPED
    assert both.edition("1998") is newer
