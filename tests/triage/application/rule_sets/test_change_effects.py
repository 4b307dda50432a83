"""Beside each change of a draft stands what it alone would do to past referrals."""

from typing import Any

import msgspec

from services.triage.application.rule_sets.change_effects import Effect, effects
from services.triage.domain.rule_sets.document import RuleDocument, read_document
from shared.contracts.vocabulary import VOCABULARY
from tests.support.builders.triage import FLY_TIP, PERSISTENT
from tests.triage.application.past_days import ABUSE_14, a_past
from tests.triage.domain.shipped import current, raw_rules

PAST = [
    a_past(1, kind="domestic_abuse", category=None, answers=ABUSE_14),
    a_past(2, **FLY_TIP),
    a_past(3, **PERSISTENT),
]


def found(change: Any) -> list[Effect]:
    raw = raw_rules()
    change(raw)
    after: RuleDocument = read_document(raw)
    return effects(current().document, after, PAST, VOCABULARY)


def test_each_change_has_its_own_effect() -> None:
    def both(raw: dict[str, Any]) -> None:
        raw["numbers"]["marac_dash_yes"] = 15
        next(row for row in raw["rows"] if row["id"] == "street-services")["priority"] = "high"

    assert found(both) == [
        Effect("The number “MARAC checklist yes” was 14 and is 15.", True, 1, 0, 1),
        Effect("Row “street services” differs: its priority is “high”.", True, 1, 1, 0),
    ]


def test_words_alone_change_nobody() -> None:
    (effect,) = found(lambda raw: raw["rows"][0].update(says="Another reason."))
    assert (effect.alone, effect.changed) == (True, 0)


def test_a_change_that_only_holds_together_with_another_says_so() -> None:
    def both(raw: dict[str, Any]) -> None:
        raw["lists"]["late_matters"] = ["fireworks"]
        next(row for row in raw["rows"] if row["id"] == "civil-matter")["when"] = "category is in late_matters"

    by_words = {effect.says: effect.alone for effect in found(both)}
    assert by_words == {
        "List “late matters” is new.": True,
        "Row “civil matter” differs: its condition.": False,
    }


def test_no_change_has_no_effect_and_a_new_row_is_one_change() -> None:
    assert found(lambda raw: None) == []

    def one_more(raw: dict[str, Any]) -> None:
        last = raw["rows"].pop()
        raw["rows"] += [{**raw["rows"][-1], "id": "fly-tips", "number": 18, "when": "category is fly_tipping"}]
        raw["rows"] += [{**last, "number": 19}]

    (effect,) = found(one_more)
    assert "Row “fly tips” is new." in effect.says
    assert not effect.alone


def test_the_document_before_is_left_as_it_was() -> None:
    before = msgspec.json.encode(current().document)
    found(lambda raw: raw["numbers"].update(child_age=17))
    assert msgspec.json.encode(current().document) == before
