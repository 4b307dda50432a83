"""Who calls is known by number, name or reference, unless that could tell one of two people about the other."""

from collections.abc import Iterator

import pytest

from tests.support.builders.intake_pages import Browser, FrontDesk, a_front_desk

SO_FAR = "/intake/call/so-far"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with a_front_desk(tmp_path_factory.mktemp("earlier")) as made:
        yield made


@pytest.fixture(scope="module")
def known(desk: FrontDesk) -> str:
    return desk.refer()


@pytest.fixture(scope="module")
def officer(desk: FrontDesk) -> Browser:
    return desk.officer()


def beside(officer: Browser, **sent: str) -> str:
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
def test_the_caller_is_found_however_it_is_written(officer: Browser, known: str, sent: dict[str, str]) -> None:
    typed = {name: known.lower() if value == "THEIRS" else value for name, value in sent.items()}
    said = beside(officer, **typed)
    assert known in said
    assert f"/intake/referrals/{known}/aloud" in said
    assert "Say nothing" not in said


@pytest.mark.parametrize("sent", [{"reporter.full_name": "Amina"}, {"reporter.phone": "999"}, {"_reference": "WM-0"}])
def test_one_word_a_number_that_is_nobodys_or_no_reference_finds_nobody(
    officer: Browser, known: str, sent: dict[str, str]
) -> None:
    assert known not in beside(officer, **sent)


def test_somebody_complained_of_is_not_told_of_it_and_the_officer_is_warned(officer: Browser, known: str) -> None:
    said = beside(officer, **{"reporter.full_name": "Mark Penrose"})
    assert known not in said
    assert "also that of somebody complained of" in said


def test_to_the_person_complained_of_nothing_is_listed_even_by_reference(
    desk: FrontDesk, officer: Browser, known: str
) -> None:
    viewed = len(desk.viewed())
    typed = {"_caller": "complained_of", "_reference": known, "reporter.phone": "07700 900123"}
    said = beside(officer, **typed)
    assert known not in said
    assert "Say nothing of anybody’s report" in said
    assert "I cannot speak about anybody’s report" in said
    assert len(desk.viewed()) == viewed


def test_only_so_many_are_listed_and_the_others_are_counted(desk: FrontDesk, officer: Browser) -> None:
    for _ in range(7):
        desk.refer(reporter={"phone": "07700 900777"})
    said = beside(officer, **{"reporter.phone": "07700 900777"})
    assert said.count("/aloud") == 5
    assert "and 2 more" in said
    assert "Same phone: 7 reports since November" in said


def test_where_nothing_is_known_nothing_is_said(officer: Browser) -> None:
    said = beside(officer, kind="asb")
    assert "Here before" not in said
    assert "Same place" not in said


def test_what_the_place_itself_tells_is_said(officer: Browser) -> None:
    said = beside(officer, **{"location.postcode": "SW1A 1AA", "facts.landlord": "Clarion Housing"})
    assert "Outside this borough" in said
    assert "Registered landlord: Clarion Housing" in said
