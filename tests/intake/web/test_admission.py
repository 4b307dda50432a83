"""Whoever has just sent a referral may add to it for an hour, from that browser alone, and only by a form of ours."""

from datetime import timedelta

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response

from services.intake.web.admission import ADMITTED_FOR, admit, admitted, dismiss, is_own_form, token_of
from tests.support.builders.intake import NOW, REFERENCE
from tests.support.builders.web import an_app


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return an_app(tmp_path_factory.mktemp("admission"))


def browser(app: FastAPI, *answers: Response) -> Request:
    """A request from a browser that keeps the cookies of these answers."""
    kept = dict(each.headers["set-cookie"].partition(";")[0].split("=", 1) for each in answers)
    header = "; ".join(f"{name}={value}" for name, value in kept.items())
    return Request({"type": "http", "app": app, "headers": [(b"cookie", header.encode())] if header else []})


def let_in(app: FastAPI, reference: str = REFERENCE) -> Response:
    answer = Response()
    admit(browser(app), answer, reference, NOW)
    return answer


def test_it_lasts_an_hour_and_no_longer(app: FastAPI) -> None:
    request = browser(app, let_in(app))
    assert admitted(request, NOW + ADMITTED_FOR - timedelta(seconds=1)) == REFERENCE
    assert admitted(request, NOW + ADMITTED_FOR) is None


def test_a_browser_that_was_let_in_to_nothing_adds_to_nothing(app: FastAPI) -> None:
    assert admitted(browser(app), NOW) is None
    assert token_of(browser(app)) == ""
    assert not is_own_form(browser(app), "")


def test_a_cookie_that_was_changed_opens_nothing(app: FastAPI) -> None:
    answer = let_in(app)
    name, _, value = answer.headers["set-cookie"].partition(";")[0].partition("=")
    forged = Response(headers={"set-cookie": f"{name}={'A' if value[0] != 'A' else 'B'}{value[1:]}"})
    assert admitted(browser(app, forged), NOW) is None


def test_a_form_counts_only_where_this_browser_was_given_it(app: FastAPI) -> None:
    one, other = browser(app, let_in(app)), browser(app, let_in(app, "WM-2224-8"))
    assert is_own_form(one, token_of(one))
    assert not is_own_form(one, token_of(other))
    assert not is_own_form(one, "")


def test_sent_away_it_adds_to_nothing_any_more(app: FastAPI) -> None:
    first, last = let_in(app), Response()
    dismiss(browser(app, first), last)
    assert admitted(browser(app, first, last), NOW) is None
