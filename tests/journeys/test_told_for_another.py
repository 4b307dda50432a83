"""Residents at the door of the whole borough: whom they tell of is never written to, the rules show the way."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.notifications.domain.events import NoticeSent
from shared.access.roles import Role
from tests.support.builders.borough import LittleBorough
from tests.support.builders.intake_pages import Browser
from tests.support.builders.web import PAGE

pytestmark = pytest.mark.slow

TELLER, HERS, HIM = "Sam Adeyemi", "Amina Okafor", "Mark Penrose"
EMAIL, PHONE = "sam@example.org", "07700 900456"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("borough") / "data"


@pytest.fixture(scope="module")
def borough(data: Path) -> Iterator[LittleBorough]:
    """One for all; what each service notes of itself when it starts is done."""
    made = LittleBorough(data)
    made.settle()
    yield made
    made.close()


def at_the_door(borough: LittleBorough) -> Browser:
    client = TestClient(borough.app, base_url="https://testserver", follow_redirects=False, headers=PAGE)
    return Browser(client)


def told(borough: LittleBorough, start: str, answers: dict[str, dict[str, Any]]) -> str:
    """Through a journey, answering by slug; returns the reference."""
    resident = at_the_door(borough)
    resident.open(start)
    while resident.heading != "Check your answers":
        slug = resident.at.rpartition("/")[2]
        if "<form" not in resident.text:
            resident.go_on()
            continue
        resident.answer(**answers.get(slug, {}))
        assert resident.status == 200, resident.text
    resident.answer()
    borough.settle()
    resident.open(f"/{resident.at.split('/')[1]}/sent")
    found: str = resident.text.partition("<strong>WM-")[2][:6]
    return f"WM-{found}"


def outbox(data: Path) -> dict[str, str]:
    """Everything that was handed to a sender, by the name of its file."""
    return {path.name: path.read_text(encoding="utf-8") for path in (data / "outbox").rglob("*") if path.is_file()}


@pytest.mark.parametrize("start", ["/help/now?for=other", "/report/now?for=other"])
def test_whoever_is_told_of_is_never_written_to_and_whoever_told_may_be(
    borough: LittleBorough, data: Path, start: str
) -> None:
    before = outbox(data)
    reference = told(
        borough,
        start,
        {
            "who": {"_about": "other"}, "safe": {"_safe_now": "yes"}, "theirs": {"facts__domestic_abuse": "yes"},
            "them": {"people__victim__full_name": HERS}, "person": {"people__perpetrator__full_name": HIM},
            "name": {"reporter__full_name": TELLER}, "ways": {"_ways": ["email"]},
            "mail": {"reporter__email": EMAIL, "_when__email": ["any"]},
        },
    )  # fmt: skip
    notices = borough.get(f"/notifications/api/notices?reference={reference}", Role.CASE_OFFICER).json()
    sent = [
        each
        for each in borough.built.services["notifications"].store.page(0, 10_000)
        if isinstance(each.fact, NoticeSent)
    ]
    texts = [text for name, text in outbox(data).items() if name not in before]
    assert sent, notices
    to_residents = [text for text in texts if EMAIL in text]
    assert len(to_residents) == 1
    for text in texts:
        assert HERS not in text
        assert HIM not in text
    # Whatever else went out went to a team of ours.
    assert all("waymark.example" in text for text in texts if EMAIL not in text)


def test_a_child_who_leaves_her_age_open_reaches_those_who_help_children(borough: LittleBorough) -> None:
    reference = told(
        borough,
        "/help/now?for=child",
        {"who": {"_about": "child"}, "safe": {"_safe_now": "yes"}, "young": {"facts__domestic_abuse": "yes"}},
    )
    decision = borough.get(f"/triage/api/referrals/{reference}/decision", Role.TRIAGE_OFFICER).json()
    routes = [decision["primary"]["route"], *(each["route"] for each in decision["also"])]
    assert {"children_mash", "domestic_abuse"} <= set(routes)
    assert decision["priority"] == "urgent"


def test_whoever_worries_about_themselves_leaves_nothing_behind(borough: LittleBorough) -> None:
    before = {name: service.store.head() for name, service in borough.built.services.items()}
    resident = at_the_door(borough)
    resident.open("/help/now")
    resident.answer(facts__immediate_danger="no")
    resident.answer(_about="own")
    borough.settle()
    assert (resident.at, resident.heading) == ("/help/own", "If you worry about how you behave")
    assert "0808 802 4040" in resident.text
    resident.open("/help/safe")
    assert resident.at == "/help"
    after = {name: service.store.head() for name, service in borough.built.services.items()}
    assert after["intake"] == before["intake"]
    assert after["triage"] == before["triage"]


def test_a_call_they_ask_for_is_told_to_none_of_those_who_stand_by_victims(borough: LittleBorough, data: Path) -> None:
    others = ("triage", "panels", "notifications")
    before, sent = {name: borough.built.services[name].store.head() for name in others}, outbox(data)
    resident = at_the_door(borough)
    resident.open("/help/own/call")
    resident.send("/help/own/call", {"reporter.full_name": HIM, "reporter.phone": PHONE, "_when.phone": "any"})
    assert resident.heading == "We call you at a time you chose"
    borough.settle()
    assert {name: borough.built.services[name].store.head() for name in others} == before
    assert outbox(data) == sent
    assert HIM in borough.get("/intake/change-calls", Role.PERPETRATOR_WORKER).text
    for role in set(Role) - {Role.PERPETRATOR_WORKER}:
        assert borough.get("/intake/change-calls", role).status_code == 404


@pytest.mark.parametrize(
    ("answers", "heading"),
    [
        ({"facts__immediate_danger": "yes"}, "Call 999 now"),
        ({"facts__domestic_abuse": "yes", "category": "noise"}, "We can help you with this"),
        ({"_trouble": "exploitation_indicator"}, "Tell us about it"),
        ({"_trouble": "hate_motive"}, "Tell us and the police"),
        ({"category": "fly_tipping"}, "The street team can help"),
        ({"category": "parking_or_boundary", "_trouble": "none"}, "Free advice can help"),
        ({"category": "noise", "facts__tenure_of_source": "housing_association"}, "The landlord must act first"),
    ],
)
def test_the_rules_show_the_right_door_and_nothing_is_stored(
    borough: LittleBorough, answers: dict[str, str], heading: str
) -> None:
    resident = at_the_door(borough)
    resident.open("/help/which")
    before = {name: service.store.head() for name, service in borough.built.services.items()}
    resident.answer(**answers)
    assert (resident.status, resident.heading) == (200, heading)
    assert {name: service.store.head() for name, service in borough.built.services.items()} == before


@pytest.mark.parametrize(
    ("answers", "heading", "shown", "not_shown"),
    [
        ({"_about": "adult", "_needs": "mind"}, "These people can help", "Adult mental health", "Children and young"),
        ({"_about": "child", "_needs": "mind"}, "These people can help", "Children and young", "Adult mental health"),
        ({"_needs": "mind"}, "These people can help", "Adult mental health", "Call 999"),
        ({"_about": "adult", "_needs": "alone"}, "These people can help", "Social prescribing", "Mental health"),
        ({"_about": "child", "_needs": "doctor"}, "These people can help", "(GP)", "Social prescribing"),
        ({"_about": "child", "_needs": "suicidal"}, "Tell us about it today", "keep children safe", "keep adults safe"),
        ({"_about": "adult", "_needs": "suicidal"}, "Tell us about it today", "choose option 2", "0800 1111"),
        ({"_about": "child", "facts__domestic_abuse": "yes"}, "We can help with this", "/help?for=child", "0808 2000"),
        (
            {"_about": "adult", "facts__domestic_abuse": "yes", "_needs": "mind"},
            "We can help you with this", "Adult mental health", "/help?for=child",
        ),
        ({"facts__immediate_danger": "yes", "_needs": "mind"}, "Call 999 now", "Adult mental health", "/help?for"),
    ],
)  # fmt: skip
def test_adults_and_children_are_led_to_their_own_help_with_mental_health_and_nothing_is_stored(
    borough: LittleBorough, answers: dict[str, str], heading: str, shown: str, not_shown: str
) -> None:
    resident = at_the_door(borough)
    resident.open("/help/which")
    before = {name: service.store.head() for name, service in borough.built.services.items()}
    resident.answer(**answers)
    page = resident.text.partition("<main")[2]
    assert (resident.status, resident.heading) == (200, heading)
    assert (shown in page, not_shown in page) == (True, False)
    assert {name: service.store.head() for name, service in borough.built.services.items()} == before
