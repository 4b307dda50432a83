"""The first page and those beside it: 999 on top, four doors, nothing kept, nothing said by a title."""

import re

import pytest

from tests.support.builders.intake_pages import FrontDesk

SAID = re.compile("abuse|domestic|violence|police|victim|anti-social|help", re.IGNORECASE)


def test_the_first_page_has_four_doors_and_999_before_them(desk: FrontDesk) -> None:
    text = desk.resident().open("/")
    doors = re.findall(r'<a class="govuk-link" href="([^"]+)"', text.partition('class="wm-doors"')[2])
    assert doors[:4] == ["/report", "/help", "/report/for-someone", "/sign-in"]
    before = text.partition('class="wm-doors"')[0]
    assert "call 999" in before
    assert "press 55" in before
    assert "0808 2000 247" in text
    assert "office hours" in text


@pytest.mark.parametrize(
    "path",
    [
        "/", "/report", "/report/now", "/report/safety", "/report/for-someone", "/help", "/help/now", "/help/safety",
        "/return",
    ],
)  # fmt: skip
def test_no_page_is_kept_and_no_title_says_what_it_is_about(desk: FrontDesk, path: str) -> None:
    resident = desk.resident()
    resident.open(path)
    assert resident.status == 200
    assert resident.headers["cache-control"] == "no-store"
    assert resident.headers["referrer-policy"] == "no-referrer"
    assert not SAID.search(resident.title)
    assert "999" in resident.text
    assert "press 55" in resident.text


@pytest.mark.parametrize(
    "path",
    [
        "/", "/report", "/report/now", "/report/safety", "/report/for-someone", "/help", "/help/now", "/help/safety",
    ],
)  # fmt: skip
def test_each_page_that_says_what_it_is_about_can_be_left_at_once_with_scripts_or_without(
    desk: FrontDesk, path: str
) -> None:
    text = desk.resident().open(path)
    assert text.count('href="/leave"') == 2  # the button, and the skip link that comes before everything
    assert 'data-module="govuk-exit-this-page"' in text
    assert 'rel="icon" href="data:,"' in text


def test_somebody_who_tells_of_another_chooses_between_two_doors(desk: FrontDesk) -> None:
    text = desk.resident().open("/report/for-someone")
    assert 'href="/report?for=other"' in text
    assert 'href="/help?for=other"' in text


def test_whoever_comes_back_is_told_what_to_have_ready_and_shown_nothing(desk: FrontDesk) -> None:
    reference = desk.refer()
    text = desk.resident().open("/return")
    assert "020 7946 0100" in text
    assert reference not in text


def test_leaving_works_for_whoever_never_began_anything(desk: FrontDesk) -> None:
    answer = desk.resident().client.get("/leave")
    assert (answer.status_code, answer.headers["location"]) == (303, "https://www.bbc.co.uk/weather")
