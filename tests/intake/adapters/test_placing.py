"""Values find their place in a document, and nothing is put where nothing was stated."""

from typing import Any

from services.intake.adapters.placing import place


def test_objects_are_made_on_the_way_and_shared() -> None:
    document: dict[str, Any] = {}
    place(document, "location.address", "14 Example Road")
    place(document, "location.postcode", "SW19 1AA")
    place(document, "kind", "asb")
    assert document == {"location": {"address": "14 Example Road", "postcode": "SW19 1AA"}, "kind": "asb"}


def test_what_was_not_stated_leaves_no_empty_object() -> None:
    document: dict[str, Any] = {}
    place(document, "reporter.phone", None)
    assert document == {}


def test_no_and_nought_are_stated() -> None:
    document: dict[str, Any] = {}
    place(document, "occurred.ongoing", False)
    place(document, "facts.reports_in_6_months", 0)
    assert document == {"occurred": {"ongoing": False}, "facts": {"reports_in_6_months": 0}}
