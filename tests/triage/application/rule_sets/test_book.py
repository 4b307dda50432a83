"""The published rules as people read them."""

from datetime import date
from typing import Any

import pytest

from services.triage.adapters.rule_files import load_rule_sets
from services.triage.application.rule_sets.book import RuleBook
from services.triage.application.rule_sets.changes import changes
from services.triage.domain.decision import to_document
from services.triage.domain.rule_sets.document import read_document
from services.triage.domain.rules import RuleSets, rule_set_from
from shared.contracts.vocabulary import VOCABULARY
from tests.triage.domain.shipped import SCREENED, a_case, decided, raw_rules, rule_sets, the_case

CASE = "Somebody from the council will get in touch with you about this, in the way you told us is best."
PERSISTENT = a_case("rowdy_behaviour", **{**SCREENED, "persistent": "yes"})


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return RuleBook(load_rule_sets(VOCABULARY))


def test_editions_come_newest_first_and_end_where_the_next_begins(book: RuleBook) -> None:
    assert [(each.document.version, each.until) for each in book.editions] == [
        ("2026-04-01", None),
        ("2021-07-05", date(2026, 3, 31)),
        ("2017-10-21", date(2021, 7, 4)),
        ("2016-07-01", date(2017, 10, 20)),
    ]


def test_an_edition_is_found_by_its_version(book: RuleBook) -> None:
    assert book.edition("2017-10-21") is book.editions[2]
    assert book.edition("1999-01-01") is None


def test_every_rule_a_reason_can_name_is_there_with_its_policy(book: RuleBook) -> None:
    for edition in book.editions:
        document = edition.document
        named = [*document.rows, *document.panels, *document.priorities, *document.signposts]
        assert {each.id for each in named} <= edition.rules.keys()
        assert all(rule.policy for rule in edition.rules.values())
        assert all(rule.any_of for rule in edition.rules.values() if rule.id != document.rows[-1].id)


def test_a_row_says_where_it_leads_and_when(book: RuleBook) -> None:
    row = book.editions[0].rules["domestic-abuse"]
    assert (row.number, row.priority) == (3, "high")
    assert row.any_of[1] == "domestic abuse is yes"
    assert [(use.route, use.when) for use in row.leads_to] == [
        ("children_mash", ("victim age is known and under 16",)),
        ("domestic_abuse", ()),
    ]


def test_time_is_counted_as_the_route_says(book: RuleBook) -> None:
    edition = book.editions[0]
    assert edition.counted("asb_case") == "working_days"
    assert edition.counted("domestic_abuse") == "clock"
    assert edition.counted("a_route_of_yesterday") == "clock"


def changed(**spoiled: Any) -> tuple[str, ...]:
    return changes(read_document(raw_rules()), read_document({**raw_rules(), **spoiled}), VOCABULARY)


def test_what_an_edition_changed_is_told_in_sentences() -> None:
    raw = raw_rules()
    rows = [dict(row) for row in raw["rows"] if row["id"] != "civil-matter"]
    rows[0]["says"] = "Otherwise."
    numbers = {**raw["numbers"], "marac_dash_yes": 13, "new_number": 2}
    del numbers["child_age"]
    routes = {**raw["routes"], "river_patrol": raw["routes"]["police_101"]}
    assert changed(rows=rows, numbers=numbers, routes=routes) == (
        "The number “MARAC checklist yes” was 14 and is 13.",
        "The number “child age”, 18, was taken out.",
        "The number “new number” is new: 2.",
        f"Row “danger now” differs: its words to people “{raw_rules()['rows'][0]['says']}” became “Otherwise.”.",
        "Row “civil matter” was taken out.",
        "Route “river patrol” is new.",
    )


def test_a_condition_that_changed_stands_as_the_ways_that_went_and_came() -> None:
    rows = [dict(row) for row in raw_rules()["rows"]]
    rows[0]["when"] = "immediate_danger is yes or serious_crime_now is yes or hate_motive is yes"
    said = "Row “danger now” differs: no longer when “weapon present now is yes”, now when “hate motive is yes”."
    assert changed(rows=rows) == (said,)
    rows[0]["when"] = "immediate_danger is yes or a_name_nobody_knows is yes"
    assert changed(rows=rows) == ("Row “danger now” differs: its condition.",)


def test_an_edition_that_decides_alike_changed_nothing() -> None:
    assert changed(version="another", title="Another") == ()


def test_what_is_read_out_of_domestic_abuse_is_what_is_read_out_of_an_ordinary_case() -> None:
    abuse, ordinary = (said_aloud(case) for case in (a_case(kind="domestic_abuse"), PERSISTENT))
    assert abuse == ordinary == f"{CASE} We look at everything you tell us, and this is what we do next."


def test_while_something_is_asked_no_door_is_read_out() -> None:
    assert (
        said_aloud(a_case("noise")) == "Before we can say who deals with this, there is something we need to ask you."
    )


def test_a_signpost_that_became_a_case_is_read_out_as_a_case() -> None:
    noise = a_case("noise", **{**SCREENED, "statutory_nuisance_likely": "yes", "persistent": "yes"})
    assert said_aloud(noise) == f"{CASE} Environmental health has a duty to look into nuisance of this kind."


def test_rules_that_say_nothing_to_read_out_have_something_that_tells_nothing() -> None:
    raw = raw_rules()
    for entry in (*raw["routes"].values(), *raw["rows"], *raw["signposts"]):
        entry.pop("aloud", None)
    rules = rule_set_from(raw, VOCABULARY)
    decision = to_document(rules.decide(the_case(a_case(kind="domestic_abuse"))))
    (edition,) = RuleBook(RuleSets([rules])).editions
    assert edition.aloud(decision) == "We look at everything you tell us, and you hear from us what happens next."


def said_aloud(case: dict[str, Any]) -> str:
    decision = decided(case)
    edition = RuleBook(rule_sets()).edition(decision.rules.version)
    assert edition is not None
    return edition.aloud(to_document(decision))
