"""The document by examples nobody thought of: references, times, postcodes and telephones, however they are written."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.document.reading import read_referral
from services.intake.domain.values import phone_digits, postcode
from shared.kernel.identifiers import ALPHABET, parse_reference, reference_from
from shared.kernel.refusals import FieldError, InvalidInput
from tests.support.builders.intake import NOW

FEW = settings(max_examples=60)
SMALLEST = {"kind": "asb", "channel": "phone"}

references = st.integers(0, 24**4 - 1).map(reference_from)
# Ofcom's ranges for drama: nobody's numbers.
nationals = st.one_of(
    st.integers(0, 999).map(lambda last: f"7700900{last:03}"), st.integers(0, 999).map(lambda last: f"2079460{last:03}")
)
gaps = st.sampled_from(["", " ", "-", ".", "  "])
letters = st.sampled_from("ABCDEFGHJKLMNOPRSTUWYZ")
digits = st.sampled_from("0123456789")
outward = st.one_of(
    st.tuples(letters, digits),
    st.tuples(letters, digits, digits),
    st.tuples(letters, letters, digits),
    st.tuples(letters, letters, digits, digits),
    st.tuples(letters, letters, digits, letters),
).map("".join)
inward = st.tuples(digits, letters, letters).map("".join)
LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)
seconds = int((NOW - LONG_AGO).total_seconds())
moments = st.integers(0, seconds).map(lambda after: LONG_AGO + timedelta(seconds=after))
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def read(**members: Any) -> Any:
    return read_referral(json.dumps({**SMALLEST, **members}).encode(), NOW)


def refusals(member: str, value: Any) -> list[FieldError]:
    try:
        read(**{member: value})
    except InvalidInput as invalid:
        return invalid.errors
    return []


def errors(**members: Any) -> list[tuple[str, str]]:
    ((member, value),) = members.items()
    return [(error.pointer, error.code) for error in refusals(member, value)]


@FEW
@given(references, st.sampled_from(["upper", "lower"]), gaps, st.booleans())
def test_a_reference_is_known_however_it_is_written(reference: str, case: str, gap: str, prefixed: bool) -> None:
    written = getattr(reference.replace("-", gap), case)()
    assert parse_reference(written if prefixed else written[2:]) == reference


@FEW
@given(references, st.integers(0, 4), st.sampled_from(ALPHABET))
def test_a_reference_with_one_wrong_character_is_none(reference: str, place: int, character: str) -> None:
    place = (3, 4, 5, 6, 8)[place]
    slip = reference[:place] + character + reference[place + 1 :]
    assert slip == reference or parse_reference(slip) is None


@FEW
@given(nationals, st.sampled_from(["0", "+44", "0044", "44", "+44 (0)", "tel:+44"]), gaps, st.sampled_from([4, 5, 7]))
def test_a_telephone_comes_to_the_same_however_it_is_written(national: str, before: str, gap: str, after: int) -> None:
    typed = f"{before}{national[:after]}{gap}{national[after:]}"
    assert phone_digits(typed) == f"+44{national}"
    assert read(reporter={"phone": typed}).reporter.phone == typed


@FEW
@given(st.text(max_size=60))
def test_any_text_for_a_telephone_is_a_number_in_one_form_or_none(text: str) -> None:
    found = phone_digits(text)
    assert found is None or (found[0] == "+" and found[1:].isdecimal() and found[1:].isascii() and len(found) <= 16)
    assert found is None or phone_digits(found) == found


@FEW
@given(outward, inward, gaps, st.sampled_from(["upper", "lower", "title"]))
def test_a_postcode_comes_to_the_posts_own_form(out: str, into: str, gap: str, case: str) -> None:
    typed = getattr(f"{out}{gap}{into}", case)()
    assert postcode(typed) == f"{out} {into}"
    assert read(location={"postcode": typed}).location.postcode == typed


@FEW
@given(st.text(max_size=20))
def test_any_text_for_a_postcode_is_taken_or_told_at_its_member(text: str) -> None:
    found = errors(location={"postcode": text})
    assert {pointer for pointer, _ in found} <= {"/location/postcode"}
    normal = postcode(text)
    assert normal is None or postcode(normal) == normal


@FEW
@given(moments, offsets)
def test_a_time_is_the_same_moment_in_every_zone(moment: datetime, offset: timezone) -> None:
    written = moment.astimezone(offset).isoformat()
    assert read(received_at=written).received_at == moment


@FEW
@given(moments)
def test_a_time_without_its_zone_is_told_so(moment: datetime) -> None:
    assert errors(received_at=moment.replace(tzinfo=None).isoformat()) == [("/received_at", "offset_missing")]


@FEW
@given(
    st.sampled_from(["received_at", "occurred", "location", "reporter", "safe_contact", "people", "facts"]), anything
)
def test_anything_at_all_is_read_or_told_at_its_member_and_never_repeated(member: str, value: Any) -> None:
    found = refusals(member, value)
    told = " ".join(error.message for error in found)
    assert all(error.pointer == "" or error.pointer.startswith(f"/{member}") for error in found)
    assert not [text for text in _texts(value) if len(text) > 6 and text in told]


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _texts(part)]
