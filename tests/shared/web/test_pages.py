"""The shells of staff and residents' pages, in each state they can be in."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response

from shared.access.roles import Role
from shared.web.guard import allow_anyone, allow_signed_in
from shared.web.pages import Pages
from tests.support.builders.web import a_browser, a_router, a_token, an_app, signed_in

STAFF = """{% extends "shared/base.html" %}{% from "shared/tags.html" import tag, priority_tag, empty %}
{% block title %}Queue{% endblock %}
{% block content %}<h1>{{ text }}</h1>{{ priority_tag("standard") }}{{ tag("Late", "late") }}
{{ empty("Nothing is waiting.") }}
<a href="{{ path("triage:show") }}">again</a>{% endblock %}"""
RESIDENT = """{% extends "shared/public.html" %}{% block title %}Get help with domestic abuse{% endblock %}
{% block content %}<h1>{{ text }}</h1>{% endblock %}"""


def a_page(folder: Path, template: str, guard: Any, context: dict[str, Any], **settings: Any) -> FastAPI:
    """An app with one page under /triage/queue."""
    (folder / "templates" / "triage").mkdir(parents=True)
    (folder / "templates" / "triage" / "page.html").write_text(template)
    pages = Pages(folder / "templates")

    def show(request: Request) -> Response:
        return pages.render(request, "triage/page.html", **({"text": "Hello"} | context))

    router = a_router(described=False)
    router.add_api_route("/triage/queue", show, name="triage:show", dependencies=[guard])
    return an_app(folder, router, **settings)


Shown = Callable[..., str]


@pytest.fixture
def staff(tmp_path: Path) -> Shown:
    def text(role: Role = Role.TRIAGE_OFFICER, settings: dict[str, Any] | None = None, **context: Any) -> str:
        app = a_page(tmp_path, STAFF, allow_signed_in(), context, **(settings or {}))
        return signed_in(app, role).get("/triage/queue").text

    return text


@pytest.fixture
def resident(tmp_path: Path) -> Shown:
    def text(settings: dict[str, Any] | None = None, **context: Any) -> str:
        app = a_page(tmp_path, RESIDENT, allow_anyone("a test"), context, **(settings or {}))
        return a_browser(app).get("/triage/queue").text

    return text


def test_staff_see_the_council_their_places_who_they_are_and_the_lock(staff: Shown) -> None:
    text = staff()
    assert "<title>Queue – Waymark Borough Council</title>" in text
    assert "Jo Okafor, Triage officer" in text
    assert re.search(r'href="/triage/queue" aria-current="page"', text)
    assert 'action="/lock" method="post"' in text
    assert 'action="/sign-out" method="post"' in text
    assert text.count('name="csrf"') == 2
    assert 'action="/find" method="get"' in text
    assert '<a href="/triage/queue">again</a>' in text


def test_a_role_without_records_of_its_own_has_no_search(staff: Shown) -> None:
    assert 'action="/find"' not in staff(Role.AGENCY_MEMBER)


def test_the_council_is_whatever_the_installation_says(staff: Shown) -> None:
    text = staff(settings={"council": "Northgate & Vale Council", "phase": "Beta"})
    assert "Northgate &amp; Vale Council" in text
    assert "Waymark" not in text
    assert "Beta" in text


@pytest.mark.parametrize("words", ["GOV.UK", "Crown", "crown", "Merton", "gov.uk"])
def test_nothing_claims_to_be_the_governments_or_one_boroughs(staff: Shown, words: str) -> None:
    assert words not in staff()


def test_what_comes_from_people_is_escaped(staff: Shown, resident: Shown) -> None:
    planted = "<script>alert('planted')</script>\"'"
    assert "<script>alert" not in staff(text=planted)


def test_what_comes_from_residents_is_escaped(resident: Shown) -> None:
    assert "<script>alert" not in resident(text="<script>alert('planted')</script>")


def test_a_page_of_the_past_says_so_in_words_and_in_amber(staff: Shown) -> None:
    text = staff(past_at=datetime(2026, 11, 20, 18, 0, tzinfo=UTC))
    assert "As it stood 20 November 2026, 18:00. This is the past, not today." in text
    assert text.count("<h1>Hello</h1>") == 1
    assert 'class="wm-past-view"' in text


def test_a_page_of_today_has_no_amber(staff: Shown) -> None:
    assert "wm-past-view" not in staff()


def test_a_rehearsal_says_so_on_every_page(staff: Shown) -> None:
    assert "Rehearsal 40 %" in staff(settings={"notice": lambda: "Rehearsal 40 %"})


def test_tags_carry_a_word_and_no_risk_is_called_low(staff: Shown) -> None:
    text = staff()
    assert '<strong class="wm-tag">Standard risk</strong>' in text
    assert '<strong class="wm-tag wm-tag--late">Late</strong>' in text
    assert "Nothing is waiting." in text


def test_a_program_that_looks_at_a_page_gets_no_session_buttons(tmp_path: Path) -> None:
    app = a_page(tmp_path, STAFF, allow_signed_in(), {})
    text = a_browser(app).get("/triage/queue", headers=a_token(app, Role.TRIAGE_OFFICER)).text
    assert 'name="csrf"' not in text
    assert "Local triage officer" in text


def test_a_sensitive_page_has_the_exit_and_neither_title_nor_icon_that_tells(resident: Shown) -> None:
    text = resident(sensitive=True)
    assert "<title>Waymark Borough Council</title>" in text
    assert "domestic" not in text
    assert 'rel="icon" href="data:,"' in text
    assert 'data-module="govuk-exit-this-page"' in text
    assert 'href="/leave" class="govuk-skip-link govuk-js-exit-this-page-skiplink"' in text
    assert not re.search(r"\bbbc\b", text.lower())  # three letters that any random token may hold


def test_other_residents_pages_have_a_title_help_and_999_and_no_navigation(resident: Shown) -> None:
    text = resident(back="/report")
    assert "<title>Get help with domestic abuse – Waymark Borough Council</title>" in text
    assert 'href="tel:999"' in text
    assert "<nav" not in text
    assert "exit-this-page" not in text
    assert '<a href="/report" class="govuk-back-link">' in text
    assert 'href="/contact"' in text
    assert 'href="/accessibility"' in text


def inline_code(text: str) -> list[str]:
    """Scripts and styles written into a page, which its content security policy would stop."""
    scripts = [body for body in re.findall(r"<script[^>]*>(.*?)</script>", text, re.S) if body.strip()]
    return scripts + re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)


def test_no_page_holds_script_or_style_of_its_own(staff: Shown, resident: Shown, tmp_path: Path) -> None:
    assert inline_code(staff(past_at="then")) == []


def test_no_residents_page_does_either(resident: Shown) -> None:
    assert inline_code(resident(sensitive=True)) == []


@pytest.mark.parametrize("planted", ["<script>x()</script>", '<p style="color:red">', '<a onclick="x()">', "<style>"])
def test_a_planted_script_or_style_is_found(planted: str) -> None:
    assert inline_code(f"<p>{planted}</p>")


@pytest.mark.parametrize("name", ["notice", "places", "csrf"])
def test_a_page_cannot_take_what_the_frame_shows_for_its_own(staff: Shown, name: str) -> None:
    assert "Something went wrong here" in staff(**{name: "own"})
