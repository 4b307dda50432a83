"""Whatever is sent to any question of any journey is taken, or refused at its field with what was typed, no worse."""

import itertools
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

import pytest

from services.intake.adapters.drafts import KEPT_FOR
from services.intake.web.drafts import FORM
from services.intake.web.forms import Typed
from services.intake.web.journeys.asking_for_help import HELP
from services.intake.web.journeys.reporting import REPORT
from services.intake.web.journeys.steps import Journey, Step
from services.intake.wiring.residents_room import drafts_beside
from tests.support.builders.intake_pages import Browser, FrontDesk, a_front_desk

pytestmark = pytest.mark.slow

# What people paste, what programs send, and what breaks pages that trust either.
NASTY = (
    "",
    "   \r\n\t ",
    "x" * 30_000,
    "\x00\x07",
    "<script>alert(1)</script>",
    "'; DROP TABLE drafts; --",
    "{{ 7 * 7 }}",
    "🙂 \N{RIGHT-TO-LEFT MARK}שלום \N{ZERO WIDTH JOINER}",
    "unknown",
    "-1",
    "99999999999999999999",
)
DECIDES: Mapping[str, tuple[list[str], ...]] = {
    "_about": (["me"], ["other"], ["child"]),
    "category": (["noise"], ["fly_tipping"]),
    "facts.tenure_of_source": (["council"], []),
    "_ways": (["phone", "sms", "email", "post", "in_person"], ["sms"]),
}
STEPS = [(journey, step) for journey in (REPORT, HELP) for step in journey.steps if step.fields]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    """One for all: nothing is ever sent off."""
    with a_front_desk(tmp_path_factory.mktemp("desk")) as made:
        yield made


def before(journey: Journey, step: Step) -> Typed:
    """Answers after which a question is asked."""
    mixes = (dict(zip(DECIDES, mix, strict=True)) for mix in itertools.product(*DECIDES.values()))
    return next({**mix, FORM: ["once"]} for mix in mixes if step.when(mix))


def at(desk: FrontDesk, journey: Journey, step: Step) -> tuple[Browser, str]:
    """Somebody who has come as far as this question, and the address it is answered at."""
    resident = desk.resident()
    resident.open(f"/{journey.name}/now")
    resident.answer()
    draft_id = desk.app.state.access.signer.open("cookie d", resident.client.cookies["d"])
    drafts_beside(desk.ground, "drafts", KEPT_FOR).keep(draft_id, before(journey, step))
    address = f"/{journey.name}/{step.slug}"
    resident.open(address)
    assert (resident.at, resident.status) == (address, 200)
    return resident, address


def refused_well(page: str, sent: str) -> bool:
    """An error that leads to its field, and what was typed still there, as text."""
    (target,) = re.findall(r'govuk-error-summary__list">\s*<li>\s*<a href="#([^"]+)"', page)[:1] or [""]
    field = f'id="{target}"' in page
    kept = not sent.strip() or "<script>alert(1)" not in page
    return bool(target) and field and kept and "Error: " in page


@pytest.mark.parametrize(("journey", "step"), STEPS, ids=[f"{journey.name}-{step.slug}" for journey, step in STEPS])
def test_nothing_that_is_sent_breaks_a_question(desk: FrontDesk, journey: Journey, step: Step) -> None:
    resident, address = at(desk, journey, step)
    shown = resident.text
    for nasty in NASTY:
        resident.text = shown
        sent: dict[str, Any] = {name: nasty for each in step.fields for name in each.names()}
        resident.send(address, sent)
        assert resident.status in (200, 422), nasty[:40]
        assert resident.status == 200 or refused_well(resident.text, nasty), nasty[:40]
    assert "Error: " not in resident.open(address)


@pytest.mark.parametrize(
    "planted",
    [
        '<title>Error: us</title><p class="govuk-error-message">No.</p>',
        '<title>Error: us</title><ul class="govuk-error-summary__list"><li><a href="#gone">No.</a></li></ul>',
        '<title>Error: us</title><ul class="govuk-error-summary__list"><li><a href="#a">No.</a></li></ul>'
        '<input id="a" value="<script>alert(1)</script>">',
    ],
    ids=["no summary", "a link to nowhere", "not escaped"],
)
def test_a_page_that_refuses_badly_is_found(planted: str) -> None:
    assert not refused_well(planted, "<script>alert(1)</script>")


def test_a_file_or_many_values_where_text_belongs_are_passed_over(desk: FrontDesk) -> None:
    resident, address = at(desk, HELP, next(step for step in HELP.steps if step.slug == "tell"))
    token = unescape(re.findall(r'name="draft" value="([^"]*)"', resident.text)[0])
    files = {"description": ("story.txt", b"in a file", "text/plain")}
    assert resident.client.post(address, data={"draft": token}, files=files).status_code == 303
    many = {"draft": token, "description": ["first", "second"]}
    assert resident.client.post(address, data=many).status_code == 303
    assert "first" in resident.open(address)


def test_what_is_too_long_stays_so_that_it_can_be_shortened(desk: FrontDesk) -> None:
    resident, address = at(desk, HELP, next(step for step in HELP.steps if step.slug == "tell"))
    resident.send(address, {"description": "y" * 20_001})
    assert (resident.status, "y" * 20_001 in resident.text) == (422, True)
    assert "Shorten this." in resident.text
