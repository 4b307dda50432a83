"""How many referred themselves and by which card, for whoever answers for the service; a code that anybody can type."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from services.intake.domain.events import CampaignNoted
from services.intake.domain.values import campaign_code
from shared.access.roles import Role
from shared.kernel.identifiers import check_character
from tests.support.builders.intake_pages import Browser, FrontDesk, a_front_desk

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    """One for all: each test looks at what is new."""
    with a_front_desk(tmp_path_factory.mktemp("desk")) as made:
        yield made


def through(desk: FrontDesk, start: str, **answers: Any) -> Browser:
    """Through a whole report from a link to its end."""
    resident = desk.resident()
    resident.open(start)
    resident.go_on()
    while resident.heading != "Check your answers":
        slug = resident.at.rpartition("/")[2]
        if "<form" not in resident.text:
            resident.go_on()
            continue
        resident.answer(**{"who": {"_about": "me"}, **answers}.get(slug, {}))
        assert resident.status == 200, resident.text
    resident.answer()
    desk.service.views.catch_up()
    return resident


def noted(desk: FrontDesk) -> list[str]:
    return [each.fact.campaign for each in desk.recorded() if isinstance(each.fact, CampaignNoted)]


def test_a_code_from_a_link_or_typed_stands_on_the_referral_and_is_counted(desk: FrontDesk) -> None:
    code = f"A2C-{check_character('A2C')}"
    through(desk, f"/help?c={code.lower().replace('-', '')}")
    through(desk, "/report", card={"campaign": f" {code.lower()} "})
    through(desk, "/report")
    assert noted(desk).count(code) == 2
    text = desk.officer(Role.SERVICE_MANAGER).open("/intake/self-referrals")
    online = sum(fact.channel == "online" for fact in desk.submitted())
    assert re.search(rf">{code}</th>\s*<td[^>]*>2<", text)
    assert re.search(rf">November 2026</th>\s*<td[^>]*>{online}<", text)


def test_whoever_came_by_a_link_is_not_asked_for_the_code_again(desk: FrontDesk) -> None:
    resident = desk.resident()
    resident.open("/help?c=K7M-5&for=other")
    resident.go_on()
    assert "c=K7M-5" in resident.at
    resident.answer()
    assert "K7M" not in resident.at
    resident.answer(_about="other")
    resident.open("/help/card")
    assert resident.at == "/help"


@pytest.mark.parametrize("code", ["K7M-Q", "Amina", "<b>", "K7M-55"])
def test_a_code_that_is_none_is_passed_over_in_a_link_and_said_at_its_field(desk: FrontDesk, code: str) -> None:
    resident = desk.resident()
    resident.open(f"/help?c={code}")
    assert resident.status == 200
    resident.go_on()
    assert resident.at == "/help/now"
    resident.answer()
    resident.answer(_about="me")
    resident.open("/help/card")
    before = noted(desk)
    resident.answer(campaign=code)
    assert noted(desk) == before
    assert (resident.status, resident.at) == (422, "/help/card")
    assert "Check the code. It looks like K7M-5." in resident.text


def test_a_referral_by_any_channel_may_bring_a_code(desk: FrontDesk) -> None:
    before = len(noted(desk))
    desk.refer(campaign="K7M-5")
    answer = desk.post("/intake/api/referrals", {"kind": "asb", "channel": "phone", "campaign": "K7M-Q"})
    assert noted(desk)[before:] == ["K7M-5"]
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [("/campaign", "campaign")]


def test_a_new_code_for_cards_is_one_that_is_taken(desk: FrontDesk) -> None:
    text = desk.officer(Role.INFORMATION_GOVERNANCE).open("/intake/self-referrals")
    (code,) = re.findall(r"/help\?c=(\w{3}-\w)", text)
    assert campaign_code(code) == code


def test_only_those_who_answer_for_the_service_see_the_sums(desk: FrontDesk) -> None:
    officer = desk.officer(Role.CONTACT_CENTRE)
    officer.open("/intake/self-referrals")
    assert officer.status == 403
