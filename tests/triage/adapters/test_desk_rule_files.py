"""The desk's dated sets are read whole or not at all, and what is wrong is said with the name of the file."""

from datetime import date
from pathlib import Path

import pytest

from services.triage.adapters.desk_rule_files import FOLDER, DeskRulesRefused, load_desk_rules
from services.triage.application.silences import is_span

SHIPPED = next(FOLDER.glob("*.toml")).read_text(encoding="utf-8")
FIRST = next(FOLDER.glob("*.toml")).stem


def a_set(folder: Path, day: str, **instead: str) -> None:
    """The shipped set with another first day, and with one text in place of another."""
    text = SHIPPED.replace(FIRST, day)
    for before, after in instead.items():
        assert before in text
        text = text.replace(before, after, 1)
    (folder / f"{day}.toml").write_text(text, encoding="utf-8")


def test_a_set_that_begins_later_is_read_and_not_yet_in_force(tmp_path: Path) -> None:
    a_set(tmp_path, "2026-04-01")
    a_set(tmp_path, "2026-12-25")
    book = load_desk_rules(is_span, tmp_path)
    days = (date(2026, 4, 1), date(2026, 12, 24), date(2026, 12, 25))
    assert [book.on(day).version for day in days] == ["desk-2026-04-01", "desk-2026-04-01", "desk-2026-12-25"]
    with pytest.raises(LookupError, match="the first begins on 2026-04-01"):
        book.on(date(2026, 3, 31))


@pytest.mark.parametrize(
    ("instead", "says"),
    [
        ({'"PT24H"': '"PT24M"'}, "no_contact_tried: PT24M is no span"),
        ({'awaits = "contact"': 'awaits = "luck"'}, "nothing is known as luck"),
        ({"urgent = 3": "hurried = 3"}, "cannot be read: 'urgent'"),
        ({"{ urgent": "{ hurried"}, "say how long for urgent, high or standard"),
        ({'id = "quiet"': 'id = "no_contact_tried"'}, "two rules have one id"),
        ({"effective_from = 2027-01-01": "effective_from = 2027-01-02"}, "not named after the day"),
        ({"[weights]": "[weights"}, "cannot be read"),
    ],
)
def test_a_set_that_is_not_sound_keeps_triage_from_starting_though_it_begins_later(
    tmp_path: Path, instead: dict[str, str], says: str
) -> None:
    a_set(tmp_path, "2026-04-01")
    a_set(tmp_path, "2027-01-01", **instead)
    with pytest.raises(DeskRulesRefused, match=r"2027-01-01\.toml") as refused:
        load_desk_rules(is_span, tmp_path)
    assert says in str(refused.value)


def test_no_set_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeskRulesRefused, match="there is no set of desk rules"):
        load_desk_rules(is_span, tmp_path)


def test_a_first_contact_is_watched_in_every_case_since_notices_that_may_not_go_rely_on_it() -> None:
    """`watched = true` in the routing of notices: nobody else is asked to say that a case was opened."""
    for term in load_desk_rules(is_span).terms:
        (rule,) = [each for each in term.rules.silences if each.id == "no_contact_tried"]
        assert (rule.awaits, rule.of_cases, rule.routes) == ("contact", True, frozenset())
        assert rule.within.keys() == {"urgent", "high", "standard"}
