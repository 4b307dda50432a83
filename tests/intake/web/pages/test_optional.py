"""Questions about equality come after sending, may be skipped, are counted once, and are joined to nothing."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import text

from services.intake.web.journeys.equality import EQUALITY
from shared.access.roles import Role
from shared.event_store.databases import open_database
from tests.support.builders.intake import NOW
from tests.support.builders.intake_pages import Browser, FrontDesk

pytestmark = pytest.mark.slow


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


def counted(desk: FrontDesk) -> Sequence[tuple[str, str, str, int]]:
    address = desk.ground.settings.address("DATABASE_URL", "intake")
    database = open_database(address, "DATABASE_URL", "equality")
    with database.reading() as connection:
        rows = connection.execute(
            text("SELECT quarter, question, answer, given FROM equality_answers ORDER BY question")
        )
        found = [tuple(row) for row in rows]
    database.close()
    return found


def test_they_come_after_sending_with_the_reference_and_a_way_past_them(desk: FrontDesk) -> None:
    resident = sent(desk)
    assert resident.at == "/report/optional"
    (fact,) = desk.submitted()
    assert fact.reference in resident.text
    assert 'href="/report/sent"' in resident.text
    assert "It makes no difference to the help you get." in resident.text


def test_every_question_can_be_answered_or_left_and_leads_on_to_what_happens_next(desk: FrontDesk) -> None:
    resident = sent(desk)
    resident.open("/report/optional/1")
    for number, field in enumerate(EQUALITY, 1):
        assert (resident.heading, resident.at) == (field.label, f"/report/optional/{number}")
        assert list(field.options)[-1] == "unsaid"
        resident.answer(**({"said": next(iter(field.options))} if number % 2 else {}))
    assert resident.heading == "We have it"
    assert [(question, given) for _, question, _, given in counted(desk)] == sorted(
        (field.name, 1) for field in EQUALITY[::2]
    )


def test_pressed_twice_an_answer_counts_once_and_made_up_ones_never(desk: FrontDesk) -> None:
    resident = sent(desk)
    resident.open("/report/optional/2")
    page = resident.text
    resident.answer(said="female")
    resident.text = page
    resident.send("/report/optional/2", {"said": "male"})
    resident.open("/report/optional/1")
    resident.send("/report/optional/1", {"said": "eleventy"})
    resident.client.post("/report/optional/3", data={"said": "yes", "draft": "made up"})
    assert counted(desk) == [("2026-10", "sex", "female", 1)]


def test_nothing_of_it_stands_in_the_log_or_beside_the_referral(desk: FrontDesk) -> None:
    resident = sent(desk)
    before = desk.recorded()
    resident.open("/report/optional/4")
    resident.answer(said="asian")
    assert desk.recorded() == before
    assert counted(desk) == [("2026-10", "ethnic_group", "asian", 1)]


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


def test_managers_see_sums_of_ended_quarters_and_never_a_few(desk: FrontDesk) -> None:
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
