"""A bad rule file keeps triage from starting, with one message: which file, where in it, what to do."""

import shutil
from pathlib import Path

import pytest

from services.triage.adapters.rule_files import AREA, RULES, RuleFileRefused, load_rule_file, load_rule_sets
from services.triage.domain.rule_sets.document import RuleProblem
from services.triage.domain.rules import RuleSets
from shared.contracts.vocabulary import VOCABULARY

FILE = "2026-04-01.toml"
GOOD = (RULES / AREA / FILE).read_text("utf-8")
DANGER = 'when = "immediate_danger is yes or serious_crime_now is yes or weapon_present_now is yes"'
LAST_ROW = GOOD[GOOD.index('[[rows]]\nid = "nothing-else"') : GOOD.index("# ------", GOOD.index('id = "nothing-else"'))]


def refusal(folder: Path, text: str, name: str = FILE) -> str:
    (folder / name).write_text(text, "utf-8")
    with pytest.raises(RuleFileRefused) as refused:
        load_rule_sets(VOCABULARY, folder)
    return str(refused.value).removeprefix(f"{folder.name}/")


def test_the_shipped_sets_load() -> None:
    sets = load_rule_sets(VOCABULARY)
    assert [rules.used.version for rules in sets.all] == ["2016-07-01", "2017-10-21", "2021-07-05", "2026-04-01"]


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        pytest.param(
            DANGER,
            DANGER.replace("weapon_present_now", "weapon_presnt_now"),
            'row danger-now, when: there is no answer "weapon_presnt_now". Did you mean "weapon_present_now"?',
            id="an answer nobody knows",
        ),
        pytest.param(
            DANGER,
            DANGER.replace("serious_crime_now is yes", "serious_crime_now is maybe"),
            'row danger-now, when: there is no value of serious_crime_now "maybe". Use one of: no, unknown, yes.',
            id="a value the answer does not take",
        ),
        pytest.param(
            LAST_ROW,
            "",
            'row persistent-asb: the table has a gap: end it with a row that says "otherwise = true".',
            id="no row for everything else",
        ),
        pytest.param(
            'id = "mediation-offer"',
            'id = "landlord-first"',
            "row landlord-first: another entry has this id already. Give each its own.",
            id="the same id twice",
        ),
        pytest.param(
            'routes = [{ route = "mediation" }]',
            'routes = [{ route = "meditation" }]',
            'row mediation-offer, routes: there is no route "meditation". Did you mean "mediation"?',
            id="a route nobody knows",
        ),
        pytest.param(
            "effective_from = 2026-04-01",
            'effective_from = "1 April"',
            "effective_from: Invalid RFC3339 encoded date. Correct this member; the rules' README lists them all.",
            id="a date that is none",
        ),
        pytest.param(
            "effective_from = 2026-04-01",
            "effective_from = 2026-04-02",
            "effective_from is 2026-04-02. Name the file 2026-04-02.toml or correct the date.",
            id="another date than the file's name",
        ),
        pytest.param(
            "effective_from = 2026-04-01",
            "effective_from = 2026-04-31",
            "this is not TOML: Invalid date or datetime (at line 6, column 18). Correct the line.",
            id="a day that does not exist",
        ),
        pytest.param(
            'priority = "urgent"\n\n[[rows]]\nid = "modern-slavery"',
            'priority = "top"\n\n[[rows]]\nid = "modern-slavery"',
            "row danger-now, priority: Invalid enum value 'top'. "
            "Correct this member; the rules' README lists them all.",
            id="a priority nobody knows",
        ),
        pytest.param(
            DANGER,
            DANGER.replace("when", "whenever"),
            "row danger-now: Object contains unknown field `whenever`. "
            "Correct this member; the rules' README lists them all.",
            id="a member nobody knows",
        ),
        pytest.param(
            DANGER,
            'when = "row danger-now"',
            "row danger-now: it asks about a row that asks about it. Break the circle.",
            id="rows that ask about each other",
        ),
        pytest.param(
            DANGER,
            'when = "row mediation-offer"',
            "row mediation-offer: another row, panel or suppression asks about it, so it may not be suppressed, come "
            "after a row that ends, or be one of which only the first counts. Ask about its condition instead.",
            id="a row that leans on one that may be set aside",
        ),
        pytest.param(
            DANGER,
            'when = "victim_age plus subject_age at least 18"',
            'row danger-now: only "missing" may add counts up. Compare one count.',
            id="a sum in a row",
        ),
        pytest.param(
            "urgent = \"PT0S\"", "urgent = \"now\"",
            'routes, emergency_999, time_frame: "urgent" is no duration such as P2D, PT24H or PT0S.',
            id="a time frame that is none",
        ),
        pytest.param(
            'complex_needs = "mental_health is yes',
            'complex_needs = "persistent is yes or mental_health is yes',
            "counts_as_yes, complex_needs: it reads another such answer. Write that one's condition out.",
            id="an answer that counts by another that counts",
        ),
        pytest.param(
            'never = ["mental_health"',
            'never = ["mental_helth"',
            'missing, never: there is no answer "mental_helth". Did you mean "mental_health"?',
            id="an exception for an answer nobody knows",
        ),
        pytest.param(
            "number = 2\n", "number = 1\n",
            "rows: their numbers must rise from row to row. Number them in the order of the policy.",
            id="a number twice",
        ),
        pytest.param(
            'rows = ["mediation-offer"]', 'rows = ["mediation"]',
            'suppression no-mediation-beside-harm, rows: there is no row "mediation". Did you mean "mediation-offer"?',
            id="a suppression of a row nobody knows",
        ),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_by_name_place_and_cure(tmp_path: Path, was: str, becomes: str, message: str) -> None:
    assert was in GOOD
    assert refusal(tmp_path, GOOD.replace(was, becomes, 1)) == f"{FILE}: {message}"


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleFileRefused, match="there is no rule file"):
        load_rule_sets(VOCABULARY, tmp_path)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(RuleFileRefused, match="not UTF-8"):
        load_rule_sets(VOCABULARY, tmp_path)


def test_two_sets_of_one_day_are_refused(tmp_path: Path) -> None:
    shutil.copy(RULES / AREA / FILE, tmp_path)
    rules = load_rule_file(tmp_path / FILE, VOCABULARY)
    with pytest.raises(RuleProblem, match="two sets start on the same day"):
        RuleSets([rules, rules])
