"""Under which signs somebody is looked for: they forgive one slip, and nothing personal is printed."""

import pytest

from services.intake.domain.likeness import Details, Likeness, signs, sound

AMINA = Details("Amina Okafor", "1988-05-01", "07700 900123", "amina.okafor@example.org", "14 Example Road, SW19 1AA")


@pytest.mark.parametrize(
    "other",
    [
        Details("Okafor, Amina"),
        Details("Amina Okafer", "1988-12-30"),
        Details("A Okafor", "1988-06-01"),
        Details(None, "1988-05-01"),
        Details(None, None, "+44 7700 900 123"),
        Details(None, None, None, "amina.okafor@elsewhere.example.org"),
        Details(None, None, None, "maina.okafor@example.org"),
        Details(None, None, None, None, "14 example rd SW19 1AA"),
    ],
)
def test_one_who_may_be_her_has_a_sign_in_common(other: Details) -> None:
    assert signs(AMINA) & signs(other)


@pytest.mark.parametrize(
    "other",
    [
        Details("Grace Hall", "1971-02-14", "07700 900321", "grace@example.com", "15 Example Road, SW19 1AA"),
        Details(),
        Details("unknown", None, "999", "none"),
    ],
)
def test_one_who_is_not_like_her_has_none(other: Details) -> None:
    assert not signs(AMINA) & signs(other)


def test_words_that_sound_alike_have_one_sound() -> None:
    assert sound("griffiths") == sound("griffits")
    assert sound("robert") == sound("rupert") == "R163".lower()


def test_details_and_what_is_found_of_them_print_nothing() -> None:
    assert "Amina" not in repr(AMINA)
    assert "1988" not in repr(AMINA)


@pytest.mark.parametrize(
    ("likeness", "alike"),
    [
        (Likeness(7, ("name", "birth")), True),
        (Likeness(6, ("name", "birth")), False),
        (Likeness(9, ("name",)), False),
    ],
)
def test_a_name_alone_however_alike_is_shown_to_nobody(likeness: Likeness, alike: bool) -> None:
    assert likeness.alike is alike
