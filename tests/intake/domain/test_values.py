"""Normal forms: what is the same however it was written."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.values import (
    campaign_code,
    email_address,
    name_words,
    phone_digits,
    postcode,
    same_phrase,
    ward_name,
)
from shared.kernel.identifiers import ALPHABET

NATIONAL = st.one_of(
    st.integers(0, 999).map(lambda number: f"7700900{number:03}"),
    st.integers(0, 999).map(lambda number: f"2079460{number:03}"),
    st.integers(0, 999).map(lambda number: f"1632960{number:03}"),
)
GAPS = st.sampled_from(["", " ", "-", ".", "\u00a0"])
POSTCODES = st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}", fullmatch=True)


@given(NATIONAL, GAPS, st.sampled_from(["0{}", "+44{}", "0044{}", "44{}", "+44 (0){}", "tel:+44{}", "0{} ext 12"]))
def test_a_british_number_is_the_same_however_it_is_written(national: str, gap: str, form: str) -> None:
    spaced = f"{national[:4]}{gap}{national[4:7]}{gap}{national[7:]}"
    assert phone_digits(form.format(spaced)) == f"+44{national}"


@pytest.mark.parametrize(
    "typed",
    ["", "withheld", "999", "101", "112", "116 123", "18000", "07700 900123 / 020 7946 0123", "+44+44 7700900123"],
)
def test_what_is_nobodys_number_has_no_digits(typed: str) -> None:
    assert phone_digits(typed) is None


def test_a_number_abroad_keeps_its_country() -> None:
    assert phone_digits("+353 20 910 0123") == "+353209100123"
    assert phone_digits("00353 20 910 0123") == "+353209100123"


def test_numbers_are_read_as_the_numbering_plan_reads_them(datasets: Path) -> None:
    with (datasets / "uk-phone-numbers" / "uk_phone_vectors.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["valid"] == "1"]
    assert len(rows) > 500
    assert [row["note"] for row in rows if phone_digits(row["raw"]) != row["e164"]] == []


@given(st.text(max_size=80))
def test_no_text_upsets_the_normal_forms_and_each_is_its_own(text: str) -> None:
    for normal_form in (phone_digits, postcode, email_address):
        once = normal_form(text)
        assert once is None or normal_form(once) == once
    assert name_words(" ".join(name_words(text))) == name_words(text)


@given(POSTCODES, GAPS)
def test_a_postcode_is_the_same_in_any_case_and_spacing(written: str, gap: str) -> None:
    assert postcode(f" {written.replace(' ', gap).lower()} ") == written


@pytest.mark.parametrize(
    ("typed", "normal"),
    [("sw19", "SW19"), ("gir0aa", "GIR 0AA"), ("bfpo58", "BFPO 58"), ("W1A1HQ", "W1A 1HQ"), ("ＳＷ19 1AA", "SW19 1AA")],
)
def test_odd_postcodes_are_known(typed: str, normal: str) -> None:
    assert postcode(typed) == normal


@pytest.mark.parametrize("typed", ["11201", "SW19 1A", "SW19 1AAA", "near the station", "1AA SW19", ""])
def test_what_has_no_form_of_a_postcode_is_none(typed: str) -> None:
    assert postcode(typed) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë O'Connor-Smith", "zoe oconnor smith"),
        ("Ms Amina  Okafor", "OKAFOR, Amina"),
        ("Łukasz Ørsted", "Lukasz Orsted"),
        ("José Núñez", "Jose\u0301 Nun\u0303ez"),
        ("Dr. Ｊｏ Strauß", "Jo Strauss"),
    ],
)
def test_a_name_is_the_same_without_case_accents_titles_and_marks(one: str, other: str) -> None:
    assert name_words(one) == name_words(other) != ()


@pytest.mark.parametrize(
    "typed", [None, "", "  ", "unknown", "Mr Unknown", "N/A", "Not known", "Anonymous", "Mr", "???"]
)
def test_what_says_there_is_no_name_is_none(typed: str | None) -> None:
    assert name_words(typed) == ()


def test_an_address_is_the_same_in_any_case() -> None:
    assert email_address(" Amina@Example.ORG ") == "amina@example.org"
    assert email_address("amina at example.org") is None


@pytest.mark.parametrize(
    "typed", ["Abbey", "E05013810", "Wimbledon Town & Dundonald", "Ward 14", "7", "Lincoln Park / Ft. Miley"]
)
def test_a_ward_by_name_number_or_code_may_stand_in_clear(typed: str) -> None:
    assert ward_name(typed) == typed


@pytest.mark.parametrize("typed", [None, " ", "14 Example Road", "Flat 2, Example House", "call 07700 900123"])
def test_what_could_name_a_house_or_a_number_is_no_ward(typed: str | None) -> None:
    assert ward_name(typed) is None


@pytest.mark.parametrize(("typed", "code"), [("k7m5", "K7M-5"), (" K7M - 5 ", "K7M-5"), ("K7M-5", "K7M-5")])
def test_the_code_of_a_card_is_taken_however_it_is_typed(typed: str, code: str) -> None:
    assert campaign_code(typed) == code


@pytest.mark.parametrize("typed", [None, "", "K7M", "K7M-55", "K7M-Q", "Amina", "KIM-5", "７7M5"])
def test_what_is_no_code_of_a_card_is_none(typed: str | None) -> None:
    assert campaign_code(typed) is None


def test_a_card_code_with_one_sign_wrong_is_never_another_cards() -> None:
    for place in range(4):
        wrong = [f"{'K7M5'[:place]}{sign}{'K7M5'[place + 1 :]}" for sign in ALPHABET if sign != "K7M5"[place]]
        assert {campaign_code(code) for code in wrong} == {None}


@given(st.text(max_size=60))
def test_a_phrase_is_the_same_whatever_its_case_commas_and_gaps(phrase: str) -> None:
    kept = same_phrase(phrase)
    assert same_phrase(kept) == kept
    assert same_phrase(f"  {kept.replace(' ', ' ,  ')}!") == kept
