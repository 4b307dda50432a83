"""The pages: stuck and refused first with the gate's reason, and what a person can do about one."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from services.notifications.application.ports import Unclear
from services.notifications.domain.events import NoticeFollowedUp, NoticeReleased
from shared.access.roles import Role
from shared.kernel.identifiers import new_id, reference_from
from shared.runtime.facts import RecordViewed
from tests.support.builders.notifications import (
    DETAILS,
    NAME,
    OTHER_REFERENCE,
    PHONE,
    REFERENCE,
    TEN,
    KeptSender,
    Town,
)
from tests.support.builders.web import an_app, csrf_of, signed_in

SAFE_PHONE = {"phone": {"safe": "yes", "times": ["Mon-Fri 10:00-14:00"]}, "confirmed_at": TEN}


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path, KeptSender(Unclear("connection_lost")))


@pytest.fixture
def app(town: Town, tmp_path: Path) -> FastAPI:
    return an_app(tmp_path, *town.service.routers)


def withheld(town: Town) -> str:
    """A notice that the gate refused, for somebody whose telephone is safe; its address."""
    town.hear(town.referral([town.nadia()], safe_contact=SAFE_PHONE))
    town.work()
    (notice,) = town.notices()
    return f"/notifications/notices/{notice.notice_id}"


def views_of(town: Town) -> list[RecordViewed]:
    return [fact for fact in town.facts() if isinstance(fact, RecordViewed)]


def test_the_list_shows_what_may_have_gone_out_then_what_was_refused_with_the_reason(town: Town, app: FastAPI) -> None:
    town.hear(town.referral([town.nadia()], safe_contact=SAFE_PHONE))
    town.work()
    town.referral_id = new_id()
    town.hear(town.referral([town.nadia()], reference=OTHER_REFERENCE))
    town.work()
    text = signed_in(app).get("/notifications").text
    assert text.index("May have gone out") < text.index(OTHER_REFERENCE) < text.index("Not sent")
    assert "2 notices need a person." in text
    assert "No way of sending is known to be safe." in text
    assert "E-mail: not known to be safe." in text
    assert [detail for detail in DETAILS if detail in text] == []
    assert views_of(town) == [], "a list of references is nobody's record"


def test_an_empty_list_says_so(app: FastAPI) -> None:
    browser = signed_in(app)
    text = browser.get("/notifications").text
    assert "Nothing needs a person." in text
    assert "There is no notice yet." in text
    assert "No notice is known about WM-KGCR-A." in browser.get("/notifications?reference=wm kgcr a").text
    wrong = browser.get("/notifications?reference=<b>Nadia</b>").text
    assert "That is not a reference." in wrong
    assert "Nadia" not in wrong


def test_the_list_is_narrowed_and_paged(town: Town, app: FastAPI) -> None:
    nadia = town.nadia()
    for number in range(51):
        town.referral_id = new_id()
        town.hear(town.referral([nadia], safe_contact={}, reference=reference_from(number)))
    town.work()
    browser = signed_in(app)
    first, second = (browser.get(f"/notifications?show=stuck&page={number}").text for number in (1, 2))
    assert (first.count("wm-tag--danger"), second.count("wm-tag--danger")) == (50, 1)
    assert "show=stuck&amp;page=2" in first
    assert "show=stuck&amp;page=1" in second
    assert "No notice is in this state." in browser.get("/notifications?show=done").text
    assert browser.get("/notifications?show=unheard_of&page=0").status_code == 200


def test_the_notices_of_one_referral_are_shown_and_looking_is_recorded(town: Town, app: FastAPI) -> None:
    withheld(town)
    text = signed_in(app).get(f"/notifications?reference={REFERENCE}").text
    assert "Referral received" in text
    assert [(view.record, view.what) for view in views_of(town)] == [
        (f"contacts-{town.referral_id}", "notices of a referral")
    ]


def test_one_notice_offers_the_next_safe_way_with_its_hours(town: Town, app: FastAPI) -> None:
    text = signed_in(app).get(withheld(town)).text
    assert f"Telephone {PHONE}" in " ".join(text.split())
    assert "only Mon-Fri 10:00-14:00" in text
    assert "Leave no voicemail" in text
    assert NAME not in text
    assert "wm-banner" not in text, "the banner's word for its text is taken by nothing of ours"
    assert [view.what for view in views_of(town)] == ["a notice"]


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 403), (Role.PANEL_COORDINATOR, 404)])
def test_who_may_not_read_how_to_reach_her_sees_that_there_is_a_number_and_changes_nothing(
    town: Town, app: FastAPI, role: Role, status: int
) -> None:
    address = withheld(town)
    browser = signed_in(app, role)
    text = browser.get(address).text
    assert "personal detail, not shown here" in text
    assert [detail for detail in DETAILS if detail in text] == []
    assert '<form action="/notifications/notices' not in text
    for action in ("again", "follow-up"):
        answer = browser.post(f"{address}/{action}", data={"csrf": csrf_of(app, browser), "way": "phone"})
        assert answer.status_code == status


def test_where_no_way_is_safe_the_page_says_to_wait(town: Town, app: FastAPI) -> None:
    town.hear(town.referral([town.nadia()], safe_contact={}))
    town.work()
    (notice,) = town.notices()
    text = signed_in(app).get(f"/notifications/notices/{notice.notice_id}").text
    assert "No other way is known to be safe." in text


@pytest.mark.parametrize(
    ("action", "data", "fact"),
    [("follow-up", {"way": "phone"}, NoticeFollowedUp), ("again", {}, NoticeReleased)],
)
def test_an_officer_settles_it_or_has_the_gate_asked_again(
    town: Town, app: FastAPI, action: str, data: dict[str, str], fact: type[Any]
) -> None:
    address = withheld(town)
    browser = signed_in(app)
    with town.following():
        answer = browser.post(f"{address}/{action}", data=data | {"csrf": csrf_of(app, browser)})
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    recorded = town.service.store.stream(address.rsplit("/", 1)[1].join(("notice-", "")))[-1]
    assert isinstance(recorded.fact, fact)
    assert recorded.context.role == "triage_officer"
    assert recorded.about == (town.referral_id,)
    shown = browser.get(address).text
    assert ("Told by telephone" if fact is NoticeFollowedUp else "Waiting") in shown


def test_a_notice_that_needs_nobody_cannot_be_settled_and_a_form_needs_its_token(town: Town, app: FastAPI) -> None:
    address = withheld(town)
    browser = signed_in(app)
    assert browser.post(f"{address}/again").status_code == 403
    token = {"csrf": csrf_of(app, browser)}
    with town.following():
        assert browser.post(f"{address}/follow-up", data=token | {"way": "by shouting"}).status_code == 409
        assert browser.post(f"{address}/follow-up", data=token | {"way": "phone"}).status_code == 303
        assert browser.post(f"{address}/again", data=token).status_code == 409
        assert browser.post(f"{address}/follow-up", data=token).status_code == 422


def test_who_may_not_know_and_what_is_not_there_look_alike(town: Town, app: FastAPI) -> None:
    address = withheld(town)
    outsider = signed_in(app, Role.CONTACT_CENTRE, "c.centre")
    assert outsider.get(address).status_code == outsider.get("/notifications").status_code == 404
    assert signed_in(app).get("/notifications/notices/none").status_code == 404


def test_the_history_of_a_notice_is_told_in_sentences_to_auditors(town: Town, app: FastAPI) -> None:
    address = withheld(town)
    browser = signed_in(app, Role.AUDITOR)
    found = browser.get(f"/notifications/history?reference={REFERENCE}").text
    assert f"contacts-{town.referral_id}" in found
    stream = f"notice-{address.rsplit('/', 1)[1]}"
    assert stream in found
    text = browser.get(f"/notifications/history/{stream}").text
    assert "The gate refused the notice; a person follows up." in text
    known = browser.get(f"/notifications/history/contacts-{town.referral_id}").text
    assert "personal detail, not shown here" in known
    assert [detail for detail in DETAILS if detail in text + known] == []
    viewed = next(recorded.stream for recorded in town.service.store.page(0) if isinstance(recorded.fact, RecordViewed))
    assert "The record was looked at" in browser.get(f"/notifications/history/{viewed}").text
    governs = signed_in(app, Role.INFORMATION_GOVERNANCE, "i.governance")
    assert "The gate refused the notice" in governs.get(f"/notifications/history/{stream}").text
