"""How a resident's journey is shown: its beginning, one question, the answers to read over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from services.intake.web.drafts import token_of
from services.intake.web.forms import Field, Typed, said
from services.intake.web.journeys.questions import PHRASE, brought, on_link
from services.intake.web.journeys.reaching import HOURS_OF, hours_unknown
from services.intake.web.journeys.steps import Journey, Step
from services.intake.web.words import PAGES

# Ends the address of a first page that says that what was typed is gone; it stays in the history and says nothing.
AGAIN = "?again=1"


@dataclass(frozen=True, slots=True)
class Row:
    """One answer to read over, and where to change it."""

    name: str
    asks: str
    said: list[str]
    change: str


def going_back(request: Request) -> bool:
    """Whether the answers were being read over, so that one goes back there."""
    return "change" in request.query_params


def left_alone(journey: Journey) -> dict[str, str]:
    """What has the browser leave a page once its answers are thrown away, so that a screen left alone shows none."""
    return {"Refresh": f"3600; url=/{journey.name}{AGAIN}"}


def start(request: Request, journey: Journey) -> HTMLResponse:
    """The page before the first question."""
    said = urlencode(on_link(brought(request.query_params)))
    onward = f"/{journey.name}/{journey.steps[0].slug}{'?' if said else ''}{said}"
    return PAGES.render(
        request,
        f"intake/{journey.name}.html",
        journey=journey,
        onward=onward,
        gone="again" in request.query_params,
        sensitive=True,
        back="/",
    )


def question(request: Request, journey: Journey, step: Step, typed: Typed, wrong: Mapping[str, str]) -> HTMLResponse:
    """One step, with what was typed and what is wrong with it."""
    changing = going_back(request)
    before, after = journey.before(step, typed), journey.after(step, typed)
    here = f"/{journey.name}"
    return PAGES.render(
        request,
        step.template,
        status=422 if wrong else 200,
        headers=left_alone(journey),
        journey=journey,
        step=step,
        typed=typed,
        wrong=wrong,
        brought=on_link(typed) if before is None else {},
        token=token_of(request),
        action=f"{here}/{step.slug}{'?change=1' if changing else ''}",
        onward=f"{here}/{after.slug}" if after is not None else f"{here}/check",
        back=f"{here}/check" if changing else f"{here}/{before.slug}" if before is not None else here,
        sensitive=True,
    )


def rows(journey: Journey, typed: Typed) -> list[Row]:
    """Every answer of the questions that apply, "not provided" ones too, in the order they were asked."""
    return [
        Row(each.name, _asks(step, each), _said(each, typed), f"/{journey.name}/{step.slug}?change=1#{each.id}")
        for step in journey.applying(typed)
        for each in step.fields
    ]


def _said(each: Field, typed: Typed) -> list[str]:
    """An answer to read over; a phrase is shown to nobody, since somebody may look on."""
    told = said(each, typed)
    if told and each.name == PHRASE:
        return ["Chosen. We do not show it."]
    return (
        [*told, "So we do not use this way."] if each.name.startswith(HOURS_OF) and hours_unknown(each, typed) else told
    )


def _asks(step: Step, each: Field) -> str:
    return each.label if len(step.fields) > 1 else step.heading


def context(journey: Journey, typed: Typed) -> dict[str, Any]:
    """What the pages at the end of a journey show."""
    return {"journey": journey, "rows": rows(journey, typed), "sensitive": True}
