"""A sentence that would give somebody away to whoever overhears it is caught, by its words or by being theirs alone."""

from services.triage.adapters.proof.aloud import safe_aloud
from services.triage.adapters.proof.safeguards import never_aloud
from services.triage.domain.rule_sets.document import read_document
from services.triage.domain.rule_sets.proof import Result
from tests.triage.adapters.proof.planted import Change, entry
from tests.triage.domain.shipped import raw_rules, rule_sets


def claims(change: Change) -> list[Result]:
    raw = raw_rules()
    change(raw)
    return list(safe_aloud(read_document(raw), never_aloud()))


def test_every_route_and_row_that_ships_has_a_sentence_and_none_tells() -> None:
    for rules in rule_sets().all:
        document = rules.document
        assert all(route.aloud.endswith(".") for route in document.routes.values())
        assert all(row.aloud.endswith(".") for row in document.rows)
        assert [result.holds for result in safe_aloud(document, never_aloud())] == [True, True]


def test_a_telling_word_is_named_with_its_place() -> None:
    words, _ = claims(lambda raw: entry(raw, "rows", "landlord-first").update(aloud="We must look for signs of Abuse."))
    assert not words.holds
    assert words.cure == "row “landlord-first”: it says “abus”. Say it without."


def test_a_sentence_that_only_those_who_are_protected_hear_is_named() -> None:
    _, apart = claims(lambda raw: raw["routes"]["domestic_abuse"].update(aloud="A colleague rings you tonight."))
    assert not apart.holds
    assert apart.cure == "route “domestic_abuse”. Say what is said of “asb_case”."


def test_a_reason_that_only_their_rows_give_is_named() -> None:
    _, apart = claims(lambda raw: entry(raw, "rows", "adult-safeguarding").update(aloud="This is looked at today."))
    assert apart.cure.startswith("row “adult-safeguarding”.")


def test_whoever_listens_does_not_hear_that_the_police_are_meant() -> None:
    words, _ = claims(lambda raw: raw["routes"]["police_101"].update(aloud="This is something for the police."))
    assert words.cure == "route “police_101”: it says “polic”. Say it without."
