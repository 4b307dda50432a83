"""Which door is the right one: nothing is kept of the asking, and without triage there is still a door."""

from collections.abc import Iterator

import pytest

from tests.support.builders.intake_pages import FrontDesk, a_front_desk

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    """One for all: each test looks at what is new."""
    with a_front_desk(tmp_path_factory.mktemp("desk")) as made:
        yield made


def test_it_asks_no_name_and_keeps_nothing(desk: FrontDesk) -> None:
    resident = desk.resident()
    text = resident.open("/help/which")
    assert "we keep nothing" in text
    before = desk.recorded()
    answer = resident.client.post("/help/which", data={"facts.domestic_abuse": "yes", "category": "noise"})
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert resident.client.cookies == {}
    assert desk.recorded() == before
    assert (desk.drafts_kept(), str(answer.url).partition("?")[2]) == (0, "")


def test_without_an_answer_in_time_there_is_still_a_door(desk: FrontDesk) -> None:
    resident = desk.resident()
    resident.open("/help/which")
    resident.answer(category="noise")
    assert resident.heading == "Tell us about it"
    assert 'href="/report"' in resident.text
    assert "You left some questions open" in resident.text


def test_answers_can_be_changed_and_are_still_there(desk: FrontDesk) -> None:
    resident = desk.resident()
    resident.open("/help/which")
    resident.answer(category="fireworks", facts__persistent="yes")
    resident.answer()
    assert resident.heading == "Find out who can help"
    assert '<option value="fireworks" selected' in resident.text


@pytest.mark.parametrize("sent", [{"_trouble": ["none", "hate_motive"]}, {"_trouble": ["unknown", "drug_dealing"]}])
def test_boxes_that_cannot_all_be_true_are_said_at_their_field(desk: FrontDesk, sent: dict[str, list[str]]) -> None:
    resident = desk.resident()
    resident.open("/help/which")
    resident.answer(**sent)
    assert resident.status == 422
    assert 'href="#_trouble"' in resident.text
    assert resident.title.startswith("Error:")


def test_what_is_made_up_is_not_passed_on_or_shown(desk: FrontDesk) -> None:
    resident = desk.resident()
    resident.open("/help/which")
    resident.answer(category="<script>", facts__persistent="maybe", nonsense="1")
    assert resident.status == 200
    assert "<script>" not in resident.text.partition("<main")[2]
