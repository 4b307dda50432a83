"""Questions about equality come after sending, may be skipped, are counted once, and are joined to nothing."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from services.intake.web.journeys.equality import EQUALITY
from shared.access.roles import Role
from shared.event_store.databases import open_database
from tests.support.builders.intake import NOW
from tests.support.builders.intake_pages import Browser, FrontDesk, a_front_desk

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    """One for all: each test looks at what is new."""
    with a_front_desk(tmp_path_factory.mktemp("desk")) as made:
        yield made


def sent(desk: FrontDesk, about: str = "me") -> Browser:
    """Somebody who has just sent a report."""
    resident = desk.resident()
    resident.open("/report/now")
    while resident.heading != "Check your answers":
        slug = resident.at.rpartition("/")[2]
        resident.answer(_about=about) if slug == "who" else (
            resident.answer() if "<form" in resident.text else resident.go_on()
        )
    resident.answer()
    return resident


def counted(desk: FrontDesk) -> Counter[tuple[str, str]]:
    """How often each answer was given, in whatever quarter."""
    address = desk.ground.settings.address("DATABASE_URL", "intake")
    database = open_database(address, "DATABASE_URL", "equality")
    with database.reading() as connection:
        found = connection.execute(text("SELECT question, answer, given FROM equality_answers"))
        sums = Counter({(row.question, row.answer): row.given for row in found})
    database.close()
    return sums


def test_they_come_after_sending_with_the_reference_and_a_way_past_them(desk: FrontDesk) -> None:
    resident = sent(desk)
    assert resident.at == "/report/optional"
    assert desk.submitted()[-1].reference in resident.text
    assert 'href="/report/sent"' in resident.text
    assert "It makes no difference to the help you get." in resident.text


def test_every_question_can_be_answered_or_left_and_leads_on_to_what_happens_next(desk: FrontDesk) -> None:
    resident, before = sent(desk), counted(desk)
    resident.open("/report/optional/1")
    for number, field in enumerate(EQUALITY, 1):
        assert (resident.heading, resident.at) == (field.label, f"/report/optional/{number}")
        assert list(field.options)[-1] == "unsaid"
        resident.answer(**({"said": next(iter(field.options))} if number % 2 else {}))
    assert resident.heading == "We have it"
    assert counted(desk) - before == Counter((field.name, next(iter(field.options))) for field in EQUALITY[::2])


def test_pressed_twice_an_answer_counts_once_and_made_up_ones_never(desk: FrontDesk) -> None:
    resident, before = sent(desk), counted(desk)
    resident.open("/report/optional/2")
    page = resident.text
    resident.answer(said="female")
    resident.text = page
    resident.send("/report/optional/2", {"said": "male"})
    resident.open("/report/optional/1")
    resident.send("/report/optional/1", {"said": "eleventy"})
    resident.client.post("/report/optional/3", data={"said": "yes", "draft": "made up"})
    assert counted(desk) - before == Counter([("sex", "female")])


def test_nothing_of_it_stands_in_the_log_or_beside_the_referral(desk: FrontDesk) -> None:
    resident, sums = sent(desk), counted(desk)
    before = desk.recorded()
    resident.open("/report/optional/4")
    resident.answer(said="asian")
    assert desk.recorded() == before
    assert counted(desk) - sums == Counter([("ethnic_group", "asian")])


@pytest.mark.parametrize("about", ["other", "child"])
def test_children_and_those_who_tell_of_another_are_not_asked(desk: FrontDesk, about: str) -> None:
    assert sent(desk, about).at == "/report/sent"


@pytest.mark.parametrize("path", ["/report/optional", "/report/optional/1"])
def test_nobody_is_asked_who_has_not_sent_anything(desk: FrontDesk, path: str) -> None:
    resident = desk.resident()
    resident.open(path)
    assert resident.at == "/"
    resident.open("/report/optional/99")
    assert resident.status == 404


def test_managers_see_sums_of_ended_quarters_and_never_a_few(tmp_path: Path) -> None:
    with a_front_desk(tmp_path) as desk:
        for _ in range(6):
            desk.count_equality("sex", "female")
        desk.count_equality("sex", "male")
        manager = desk.officer(Role.SERVICE_MANAGER)
        assert "No quarter with answers has ended yet." in manager.open("/intake/self-referrals")
        desk.clock.set(NOW + timedelta(days=60))
        again = desk.officer(Role.SERVICE_MANAGER, "Sam Okoye").open("/intake/self-referrals")
    table = again.partition("What is your sex?")[2].partition("</table>")[0]
    assert table.count("5 or fewer") == 2
    assert ">6<" in table
    assert ">1<" not in table
