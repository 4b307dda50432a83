"""What is typed into a form becomes the document, and what is wrong with the document finds its field."""

from typing import Any

import pytest

from services.intake.web.forms import (
    Field,
    by_field,
    confirmed,
    contradictions,
    document_of,
    said,
    telephones_wrong,
    typed_in,
    written,
)
from shared.kernel.refusals import FieldError
from tests.support.builders.intake import NOW

ANY = Field(
    "_any", "any_of", "Which?", options={"stalking": "Stalking", "suicidal": "X", "none": "None", "unknown": "?"}
)
DAY = Field("occurred.from", "day", "Since")
NAMED = (
    Field("people.victim.full_name", "line", "Who?"),
    Field("people.perpetrator.full_name", "line", "By whom?"),
)


def made(kind: Any, value: str, name: str = "facts.reports_in_6_months") -> Any:
    document = document_of([Field(name, kind, "")], {name: [value]})
    for step in name.split("."):
        document = document[step]
    return document


def test_a_field_that_says_nothing_is_there_and_empty_and_foreign_fields_are_not() -> None:
    sent = [("reporter.phone", "  "), ("other", "x"), ("occurred.from.day", "3"), ("occurred.from.year", "2026")]
    typed = typed_in([Field("reporter.phone", "line", ""), DAY], sent)
    assert typed == {
        "reporter.phone": [],
        "occurred.from.day": ["3"],
        "occurred.from.month": [],
        "occurred.from.year": ["2026"],
    }


def test_what_was_left_out_is_not_in_the_document() -> None:
    fields = (Field("reporter.phone", "line", ""), Field("facts.persistent", "choice", ""), DAY, ANY, *NAMED)
    assert document_of(fields, {}) == {}


@pytest.mark.parametrize(
    ("kind", "value", "becomes"),
    [
        ("number", "3", 3),
        ("number", "three", "three"),
        ("number", "3.5", "3.5"),
        ("number", "٣", "٣"),
        ("choice", "unknown", "unknown"),
        ("truth", "yes", True),
        ("truth", "no", False),
        ("line", "  a  ", "a"),
        ("list", "a\n\n b ", ["a", "b"]),
        ("codes", "sexual_violence", ["sexual_violence"]),
    ],
)
def test_each_kind_of_field_gives_its_kind_of_value(kind: Any, value: str, becomes: Any) -> None:
    assert made(kind, value) == becomes


def test_not_known_is_an_answer_and_a_safety_but_no_category() -> None:
    fields = [Field("category", "choice", ""), Field("safe_contact.sms.safe", "choice", "")]
    typed = {"category": ["unknown"], "safe_contact.sms.safe": ["unknown"]}
    assert document_of(fields, typed) == {"safe_contact": {"sms": {"safe": "unknown"}}}


@pytest.mark.parametrize(
    ("parts", "becomes"),
    [(("3", "7", "2026"), "2026-07-03"), (("31", "2", "2026"), "2026-02-31"), (("3", "", ""), "0000-00-03")],
)
def test_a_day_is_put_together_and_left_to_the_document_to_judge(parts: tuple[str, ...], becomes: str) -> None:
    typed = {name: [part] for name, part in zip(DAY.names(), parts, strict=True) if part}
    assert document_of([DAY], typed) == {"occurred": {"from": becomes}}


@pytest.mark.parametrize(
    ("ticked", "facts"),
    [
        (["stalking"], {"stalking": "yes"}),
        (["none"], {"stalking": "no", "suicidal": "no"}),
        (["unknown"], {"stalking": "unknown", "suicidal": "unknown"}),
        (["stalking", "none"], {"stalking": "yes"}),
    ],
)
def test_a_box_left_empty_is_a_no_only_where_somebody_says_none(ticked: list[str], facts: dict[str, str]) -> None:
    assert document_of([ANY], {"_any": ticked}) == {"facts": facts}


def test_boxes_that_contradict_one_another_are_pointed_at() -> None:
    assert contradictions([ANY], {"_any": ["stalking", "none"]}).keys() == {"_any"}
    assert contradictions([ANY], {"_any": ["stalking", "suicidal"]}) == {}
    assert contradictions([ANY], {"_any": ["none"]}) == {}


def test_people_of_a_form_become_people_of_the_document() -> None:
    typed = {"people.perpetrator.full_name": ["Mark Penrose"]}
    assert document_of(NAMED, typed) == {"people": [{"roles": ["perpetrator"], "full_name": "Mark Penrose"}]}


def test_an_error_finds_the_field_of_the_person_it_is_about_and_speaks_plainly() -> None:
    typed = {"people.perpetrator.full_name": ["x" * 300]}
    errors = [FieldError("/people/0/full_name", "too_long", "Shorten this to 200 characters at most.")]
    assert by_field(errors, NAMED, typed) == {"people.perpetrator.full_name": "Shorten this."}


def test_an_error_in_a_part_of_a_field_belongs_to_the_field_and_others_are_left_out() -> None:
    times = Field("safe_contact.phone.times", "list", "When?")
    errors = [FieldError("/safe_contact/phone/times/1", "safe_times", "x"), FieldError("/kind", "required", "x")]
    assert list(by_field(errors, [times], {})) == ["safe_contact.phone.times"]
    assert by_field([FieldError("/occurred/from", "novel", "As it was.")], [DAY], {}) == {"occurred.from": "As it was."}


def test_whoever_says_how_to_reach_them_confirms_it_now() -> None:
    said_now = confirmed({"kind": "asb", "safe_contact": {"sms": {"safe": "no"}}}, NOW)
    assert said_now["safe_contact"] == {"sms": {"safe": "no"}, "confirmed_at": NOW.isoformat()}
    assert confirmed({"kind": "asb"}, NOW) == {"kind": "asb"}


def test_answers_are_read_over_in_words() -> None:
    assert said(ANY, {"_any": ["stalking", "none"]}) == ["Stalking", "None"]
    assert said(DAY, {"occurred.from.day": ["3"], "occurred.from.year": ["2026"]}) == ["3 2026"]
    assert said(DAY, {}) == []


def test_a_document_is_written_as_it_was_typed() -> None:
    assert written({"description": "Café “loud”"}) == '{"description": "Café “loud”"}'.encode()


TELEPHONE = Field("reporter.phone", "line", "Number", look="tel")


def test_a_number_that_cannot_be_called_is_pointed_at_until_it_is_kept_as_told() -> None:
    sent = [("reporter.phone", "0123")]
    assert telephones_wrong([TELEPHONE], typed_in([TELEPHONE], sent)).keys() == {"reporter.phone"}
    kept = typed_in([TELEPHONE], [*sent, ("reporter.phone._as_told", "yes")])
    assert telephones_wrong([TELEPHONE], kept) == {}
    assert document_of([TELEPHONE], kept) == {"reporter": {"phone": "0123"}}
    assert telephones_wrong([TELEPHONE], typed_in([TELEPHONE], [("reporter.phone", "07700 900123")])) == {}
