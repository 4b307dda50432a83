"""Facts and differences are told in words, and no personal detail is among them whatever a log or catalogue says."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.audit.domain.timeline import AtPosition, StoryFact, as_of
from services.audit.domain.wording import (
    UNKNOWN,
    Change,
    Meaning,
    differences,
    plainly_said,
    read_catalogue,
    show,
    tell,
)
from tests.support.builders.audit import a_story_fact

CATALOGUE = {
    "triage.priority_assigned": Meaning(
        1,
        {
            "priority": "clear",
            "due_at": "clear",
            "answers": "clear",
            "contact": "contact",
            "people.role": "clear",
            "people.full_name": "identity",
            "decision.route": "clear",
        },
        "The priority was set to {priority}, due {due_at}.",
    )
}


def sealed(person: str, ciphertext: str = "Y2lwaGVydGV4dA==") -> dict[str, str]:
    return {"p": person, "c": ciphertext}


def changes(*facts: StoryFact, before: int = 1, erased: Any = ()) -> list[Change]:
    return differences(as_of(facts, AtPosition(before)), as_of(facts, AtPosition(99)), CATALOGUE, erased)


def test_a_fact_is_told_in_the_sentence_its_service_recorded() -> None:
    fact = a_story_fact(1, fields={"priority": "high", "due_at": "2026-11-23T18:00:00.000000Z"})
    assert tell(fact, CATALOGUE) == "The priority was set to high, due 23 November 2026, 18:00."
    assert tell(a_story_fact(1), CATALOGUE) == "The priority was set to not stated, due not stated."


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("open_case", "open case"),
        ("marac, safe_contact", "MARAC, safe contact"),
        ("asb_case", "ASB case"),
        ("WM-7K3F-Q", "WM-7K3F-Q"),
        ("Said it_herself", "Said it_herself"),
        ("[sealed]", "[sealed]"),
    ],
)
def test_codes_are_spoken_within_a_sentence_and_anything_else_stands_as_it_is(stored: str, said: str) -> None:
    assert plainly_said(stored) == said


def test_a_code_that_changed_is_spoken_and_kept_as_it_is_stored() -> None:
    first = a_story_fact(1, fields={"decision": {"route": "asb_case"}})
    [change] = changes(first, a_story_fact(2, fields={"decision": {"route": "domestic_abuse"}}))
    assert change.says == "Decision, route: ASB case → domestic abuse"
    assert (change.before, change.after) == ("asb_case", "domestic_abuse")


def test_summer_times_are_londons() -> None:
    assert show("2026-06-04T13:03:00.000000Z", "clear") == "4 June 2026, 14:03"
    assert show("2026-06-04", "clear") == "4 June 2026"
    assert show("2026-99-99", "clear") == "2026-99-99"


def test_a_fact_nobody_explained_is_named_and_its_fields_are_not_shown() -> None:
    fact = a_story_fact(1, "triage.something_new", {"secret": "value"})
    assert tell(fact, CATALOGUE) == "Something new [not in the catalogue]."
    [change] = changes(fact, before=0)
    assert change.says == "Secret: nothing recorded → [not in the catalogue]"


@pytest.mark.parametrize(
    ("staff", "told"),
    [
        ("To {contact}.", "To [sealed]."),
        (
            "{contact.p} {contact[c]} {priority.__class__} {0} {} {priority!r:>99}",
            "not stated not stated not stated not stated  high",
        ),
        ("Route {decision.route}, {decision}.", "Route panel, panel."),
        ("Broken {priority", "Broken {priority"),
        ("{{{priority}}}", "{high}"),
    ],
    ids=["a sealed field", "no way into a value", "a nested field", "a broken sentence", "braces"],
)
def test_a_sentence_from_another_log_can_name_fields_and_nothing_else(staff: str, told: str) -> None:
    fact = a_story_fact(1, fields={"priority": "high", "contact": sealed("person-1"), "decision": {"route": "panel"}})
    meaning = msgspec.structs.replace(CATALOGUE[fact.name], staff=staff)
    assert tell(fact, {fact.name: meaning}) == told


@pytest.mark.parametrize(
    ("value", "data_class", "shown"),
    [
        (sealed("person-1"), "contact", "[sealed]"),
        (sealed("person-2"), "contact", "[erased]"),
        (sealed("person-1"), "clear", "[sealed]"),
        (sealed("person-2"), UNKNOWN, "[erased]"),
        ([sealed("person-1"), sealed("person-2")], "identity", "[sealed], [erased]"),
        ("left in clear by mistake", "contact", "[sealed]"),
        ({"inner": sealed("person-1"), "plain": 3}, "clear", "inner: [sealed]; plain: 3"),
        ({"inner": 3}, "sensitive", "[sealed]"),
        ("anything", UNKNOWN, "[not in the catalogue]"),
        (None, "contact", "not stated"),
        (True, "clear", "yes"),
        (False, "clear", "no"),
        (7, "clear", "7"),
        ([], "clear", "none"),
        (["noise", "litter"], "clear", "noise, litter"),
    ],
)
def test_what_may_be_shown_of_a_value(value: Any, data_class: str, shown: str) -> None:
    assert show(value, data_class, {"person-2"}) == shown


def test_a_difference_is_said_field_by_field_in_the_order_it_was_recorded() -> None:
    first = a_story_fact(1, fields={"priority": "standard", "due_at": "2026-11-23", "answers": {"weapon": "no"}})
    second = a_story_fact(2, fields={"answers": {"weapon": "yes", "children": 2}})
    third = a_story_fact(3, fields={"priority": "high", "due_at": "2026-11-23"})
    found = changes(third, first, second)
    assert [change.says for change in found] == [
        "Answers, weapon: no → yes",
        "Answers, children: nothing recorded → 2",
        "Priority: standard → high",
    ]
    assert [change.told_by for change in found] == [second, second, third]


def test_a_difference_can_be_read_backwards_too() -> None:
    facts = [a_story_fact(1, fields={"priority": "standard"}), a_story_fact(2, fields={"priority": "high"})]
    now, then, nothing = (as_of(facts, AtPosition(position)) for position in (2, 1, 0))
    assert [change.says for change in differences(now, then, CATALOGUE)] == ["Priority: high → standard"]
    assert [change.says for change in differences(now, nothing, CATALOGUE)] == ["Priority: high → nothing recorded"]
    assert differences(now, now, CATALOGUE) == []


def test_a_sealed_field_that_changed_is_listed_without_being_shown() -> None:
    first = a_story_fact(
        1, fields={"contact": sealed("person-1"), "people": [{"role": "victim", "full_name": sealed("a")}]}
    )
    second = a_story_fact(
        2,
        fields={"contact": sealed("person-1", "b3RoZXI="), "people": [{"role": "reporter", "full_name": sealed("b")}]},
    )
    assert [change.says for change in changes(first, second, erased={"b"})] == [
        "Contact: [sealed] → [sealed] (recorded anew)",
        "People, 1, role: victim → reporter",
        "People, 1, full name: [sealed] → [erased]",
    ]


PERSONAL = "NEVER SHOWN"
VALUES = st.recursive(
    st.just(PERSONAL) | st.just({"p": "person-1", "c": PERSONAL}),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abpc"), inner, max_size=3),
    max_leaves=6,
)


@given(VALUES, st.sampled_from(["contact", "identity", "place", "narrative", "sensitive", "a new class", None]))
def test_whatever_shape_a_personal_field_has_nothing_of_it_is_told(value: Any, data_class: str | None) -> None:
    fields = {"priority": data_class} if data_class else {}
    catalogue = {"triage.priority_assigned": Meaning(1, fields, "Set to {priority}, {priority.a}, {priority.c}.")}
    fact = a_story_fact(1, fields={"priority": value})
    told = [tell(fact, catalogue)]
    for change in differences({}, as_of([fact], AtPosition(1)), catalogue):
        told += [change.says, change.before, change.after]
    assert PERSONAL not in " ".join(told)


def test_the_catalogue_is_read_from_the_services_own_records_and_the_last_word_counts() -> None:
    def recorded(staff: str, version: int) -> dict[str, Any]:
        entry = {"name": "panels.case_listed", "version": version, "fields": {"minutes": "clear"}, "staff": staff}
        return {"digest": "d", "entries": [entry | {"resident": None}]}

    catalogue = read_catalogue([recorded("Listed.", 1), recorded("Listed for {minutes} minutes.", 2), {}])
    assert catalogue == {"panels.case_listed": Meaning(2, {"minutes": "clear"}, "Listed for {minutes} minutes.")}
    assert tell(a_story_fact(1, "panels.case_listed", {"minutes": 15}), catalogue) == "Listed for 15 minutes."
