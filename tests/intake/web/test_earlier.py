"""Who calls is known by number, name or reference, unless that could tell one of two people about the other."""

import pytest

from tests.support.builders.intake_pages import FrontDesk

SO_FAR = "/intake/call/so-far"


@pytest.fixture
def known(desk: FrontDesk) -> str:
    return desk.refer()


def beside(desk: FrontDesk, **sent: str) -> str:
    officer = desk.officer()
    officer.open("/intake/call")
    return officer.send(SO_FAR, sent)


@pytest.mark.parametrize(
    "sent",
    [
        {"reporter.phone": "07700 900 123"},
        {"reporter.full_name": "okafor, AMINA"},
        {"_reference": "THEIRS"},
    ],
    ids=["number", "name", "reference"],
)
def test_the_caller_is_found_however_it_is_written(desk: FrontDesk, known: str, sent: dict[str, str]) -> None:
    typed = {name: known.lower() if value == "THEIRS" else value for name, value in sent.items()}
    said = beside(desk, **typed)
    assert known in said
    assert f"/intake/referrals/{known}/aloud" in said
    assert "Say nothing" not in said


@pytest.mark.parametrize("sent", [{"reporter.full_name": "Amina"}, {"reporter.phone": "999"}, {"_reference": "WM-0"}])
def test_one_word_a_number_that_is_nobodys_or_no_reference_finds_nobody(
    desk: FrontDesk, known: str, sent: dict[str, str]
) -> None:
    assert known not in beside(desk, **sent)


def test_somebody_complained_of_is_not_told_of_it_and_the_officer_is_warned(desk: FrontDesk, known: str) -> None:
    said = beside(desk, **{"reporter.full_name": "Mark Penrose"})
    assert known not in said
    assert "also that of somebody complained of" in said


def test_to_the_person_complained_of_nothing_is_listed_even_by_reference(desk: FrontDesk, known: str) -> None:
    typed = {"_caller": "complained_of", "_reference": known, "reporter.phone": "07700 900123"}
    said = beside(desk, **typed)
    assert known not in said
    assert "Say nothing of anybody’s report" in said
    assert "I cannot speak about anybody’s report" in said
    assert desk.viewed() == []


def test_only_so_many_are_listed_and_the_others_are_counted(desk: FrontDesk) -> None:
    for _ in range(7):
        desk.refer()
    said = beside(desk, **{"reporter.phone": "07700 900123"})
    assert said.count("/aloud") == 5
    assert "and 2 more" in said
    assert "Same phone: 7 reports since November" in said


def test_where_nothing_is_known_nothing_is_said(desk: FrontDesk) -> None:
    said = beside(desk, kind="asb")
    assert "Here before" not in said
    assert "Same place" not in said


def test_what_the_place_itself_tells_is_said(desk: FrontDesk) -> None:
    said = beside(desk, **{"location.postcode": "SW1A 1AA", "facts.landlord": "Clarion Housing"})
    assert "Outside this borough" in said
    assert "Registered landlord: Clarion Housing" in said
