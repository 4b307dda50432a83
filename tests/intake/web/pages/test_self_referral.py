"""Residents refer themselves or another: a question a page, nothing assumed, lost, or told by an address."""

import re
from typing import Any

import pytest

from services.intake.adapters.drafts import KEPT_FOR
from services.intake.domain.events import ReferralSubmitted
from services.intake.wiring.residents_room import drafts_beside
from tests.support.builders.intake import NOW
from tests.support.builders.intake_pages import Browser, FrontDesk

NAME, PHONE = "Amina Okafor", "07700 900123"


WAYS = ("phone", "sms", "email", "post", "in_person")


def safety(fact: ReferralSubmitted) -> dict[str, str]:
    return {way: getattr(fact.safe_contact, way).safe for way in WAYS}


def started(desk: FrontDesk, path: str) -> Browser:
    resident = desk.resident()
    resident.open(path)
    resident.go_on()
    return resident


def reported(resident: Browser, **changes: Any) -> Browser:
    """Through the whole report of a noise next door, as far as reading over."""
    resident.answer(facts__immediate_danger=changes.get("danger", "no"))
    if changes.get("danger") == "yes":
        resident.go_on()
    resident.answer(_about="me")
    resident.answer(category="noise")
    resident.answer(facts__noise_kind="living")
    resident.answer(description="Thumping, every night.")
    resident.answer(location__address="14 Example Road", location__postcode="SW19 1AA")
    resident.answer(occurred__pattern="most nights", occurred__ongoing="yes")
    resident.answer(facts__persistent="unknown")
    resident.answer(facts__tenure_of_source="housing_association")
    resident.answer(facts__tenure_of_reporter="owner")
    resident.answer(facts__landlord="Example Homes", facts__landlord_contacted="no")
    resident.answer()
    resident.go_on()
    resident.answer(facts__domestic_abuse="no")
    resident.answer(_safety="none")
    return resident


def reaching(resident: Browser, **answers: Any) -> Browser:
    """Through the questions about reaching somebody, by the slug of each page."""
    asked = []
    while resident.heading != "Check your answers":
        asked.append(resident.at.rpartition("/")[2])
        resident.answer(**answers.get(asked[-1].replace("-", "_"), {}))
        assert resident.status == 200, resident.text
    assert set(answers) <= {slug.replace("-", "_") for slug in asked}
    return resident


def sent(desk: FrontDesk, resident: Browser) -> ReferralSubmitted:
    resident.answer()
    assert "We have what you told us." in resident.text or resident.heading == "We have it"
    resident.open(f"/{resident.at.split('/')[1]}/sent")
    assert resident.heading == "We have it"
    return desk.submitted()[-1]


def test_a_report_comes_in_as_it_was_told_and_what_was_left_out_is_unknown(desk: FrontDesk) -> None:
    fact = sent(desk, reaching(reported(started(desk, "/report"))))
    assert (fact.kind, fact.channel, fact.category) == ("asb", "online", "noise")
    assert fact.answers["persistent"] == "unknown"
    assert fact.answers["violence_or_threats"] == "no"
    assert "children_in_household" not in fact.answers
    assert fact.anonymous
    assert [each.question for each in fact.asked if "noise_kind" in each.answers] == ["report.noise"]


def test_no_way_of_reaching_somebody_is_safe_unless_she_says_so(desk: FrontDesk) -> None:
    fact = sent(desk, reaching(reported(started(desk, "/report")), name={"reporter__full_name": NAME}))
    assert safety(fact) == dict.fromkeys(WAYS, "unknown")
    call = {"reporter__phone": PHONE, "_when__phone": ["mornings"], "safe_contact__phone__times": "Sat 10:00-11:00"}
    resident = reaching(reported(started(desk, "/report")), ways={"_ways": ["phone"]}, call=call)
    fact = sent(desk, resident)
    assert safety(fact) == {**dict.fromkeys(WAYS, "unknown"), "phone": "yes"}
    assert fact.safe_contact.phone.times == ("Mon-Fri 08:00-12:00", "Sat 10:00-11:00")
    assert fact.safe_contact.phone.voicemail == "unknown"
    assert fact.safe_contact.confirmed_at == NOW


def test_each_question_has_one_heading_one_way_back_and_nothing_in_its_address(desk: FrontDesk) -> None:
    resident = started(desk, "/report")
    seen = [resident.at]
    for answer in ({"facts__immediate_danger": "no"}, {"_about": "me"}, {"category": "noise"}):
        resident.answer(**answer)
        seen.append(resident.at)
        assert resident.text.count("<h1") == 1
        assert 'class="govuk-back-link"' in resident.text
    assert seen == ["/report/now", "/report/who", "/report/what", "/report/noise"]


def test_a_question_may_be_left_and_one_that_decides_who_must_be_answered(desk: FrontDesk) -> None:
    resident = started(desk, "/report")
    resident.answer()
    assert resident.heading == "Who is this about?"
    resident.answer()
    assert resident.status == 422
    assert resident.title == "Error: Waymark Borough Council"
    assert "Choose who this is about." in resident.text


def test_bad_input_stays_with_its_message_and_goes_no_further(desk: FrontDesk) -> None:
    resident = started(desk, "/report")
    resident.open("/report/now")
    resident.answer(facts__immediate_danger="no")
    resident.answer(_about="me")
    resident.answer(category="graffiti_or_vandalism")
    resident.answer(description="x" * 20_001)
    assert (resident.status, resident.at) == (422, "/report/story")
    assert "Shorten this." in resident.text
    resident.answer(description="Paint.")
    resident.answer(location__postcode="<nowhere>")
    assert resident.status == 422
    assert 'href="#location-postcode"' in resident.text
    assert 'value="&lt;nowhere&gt;"' in resident.text


def test_danger_leads_to_999_first_and_is_said_again_at_the_end(desk: FrontDesk) -> None:
    resident = started(desk, "/report")
    resident.answer(facts__immediate_danger="yes")
    assert resident.heading == "Call 999 now"
    assert "press 55" in resident.text
    resident.open("/report/now")
    fact = sent(desk, reaching(reported(resident, danger="yes")))
    assert fact.answers["immediate_danger"] == "yes"
    assert "You said that somebody is in danger now. Call 999." in resident.text


def test_an_answer_is_changed_and_whatever_it_opens_is_asked(desk: FrontDesk) -> None:
    resident = reaching(reported(started(desk, "/report")))
    resident.open("/report/now?change=1")
    resident.answer(facts__immediate_danger="unknown")
    assert resident.heading == "Check your answers"
    resident.open("/report/also?change=1")
    resident.answer(_safety="violence_or_threats")
    assert resident.heading == "Check your answers"
    fact = sent(desk, resident)
    assert fact.answers["violence_or_threats"] == "yes"
    assert "hate_motive" not in fact.answers


def test_what_no_longer_applies_is_not_sent(desk: FrontDesk) -> None:
    resident = reaching(reported(started(desk, "/report")))
    resident.open("/report/what?change=1")
    resident.answer(category="graffiti_or_vandalism")
    fact = sent(desk, resident)
    assert fact.category == "graffiti_or_vandalism"
    assert not {"noise_kind", "tenure_of_source", "landlord_contacted"} & fact.answers.keys()


def test_nothing_can_be_sent_past_an_open_question(desk: FrontDesk) -> None:
    resident = started(desk, "/report")
    resident.answer(facts__immediate_danger="no")
    resident.open("/report/check")
    assert resident.at == "/report/who"
    resident.send("/report/check", {})
    assert resident.at == "/report/who"
    assert desk.submitted() == []


def test_a_reference_stands_on_the_page_and_in_no_address_or_title(desk: FrontDesk) -> None:
    resident = reaching(reported(started(desk, "/report")))
    fact = sent(desk, resident)
    assert fact.reference in resident.text
    assert fact.reference not in resident.at + resident.title
    assert "Thumping" not in resident.open("/report/story")


def test_a_receipt_is_a_plain_note_that_says_nothing_and_only_for_whoever_sent(desk: FrontDesk) -> None:
    resident = reaching(helped(started(desk, "/help"), "me"))
    assert resident.client.get("/help/note").headers["location"] == "/"
    fact = sent(desk, resident)
    note = resident.client.get("/help/note")
    assert note.text == f"{fact.reference}\n020 7946 0100\n"
    assert note.headers["content-disposition"] == 'attachment; filename="note.txt"'
    assert note.headers["content-type"].startswith("text/plain")
    assert note.headers["cache-control"] == "no-store"
    assert desk.resident().client.get("/help/note").headers["location"] == "/"


def test_sending_twice_sends_once(desk: FrontDesk) -> None:
    resident = reaching(reported(started(desk, "/report")))
    check = resident.text
    sent(desk, resident)
    resident.text = check
    resident.answer()
    assert resident.heading == "We have it"
    assert len(desk.submitted()) == 1


def test_the_answers_read_over_show_what_was_typed_as_text(desk: FrontDesk) -> None:
    resident = reaching(reported(started(desk, "/report")), name={"reporter__full_name": "<script>alert(1)</script>"})
    assert "&lt;script&gt;" in resident.text
    assert "<script>alert" not in resident.text
    assert "Not provided" in resident.text


def test_a_screen_left_alone_shows_no_answers_once_they_are_thrown_away(desk: FrontDesk) -> None:
    leaves = f"{int(KEPT_FOR.total_seconds())}; url=/report?again=1"
    resident = reported(started(desk, "/report"))
    assert resident.headers["refresh"] == leaves
    reaching(resident)
    assert resident.headers["refresh"] == leaves
    assert "What you typed is gone, and nothing was sent." in resident.open("/report?again=1")


def test_domestic_abuse_told_in_a_report_opens_the_other_door(desk: FrontDesk) -> None:
    resident = started(desk, "/report")
    for answer in ({"facts__immediate_danger": "no"}, {"_about": "me"}, {"category": "graffiti_or_vandalism"}):
        resident.answer(**answer)
    for _ in ("story", "where", "when", "again"):
        resident.answer()
    resident.answer()
    assert resident.heading == "Before you go on"
    resident.go_on()
    resident.answer(facts__domestic_abuse="yes")
    assert resident.heading == "We have people for this"
    assert 'href="/help"' in resident.text


def helped(resident: Browser, about: str) -> Browser:
    """As far as the questions about reaching; a child and somebody else are asked in other words."""
    resident.answer(facts__immediate_danger="no")
    resident.answer(_about=about)
    if about == "child":
        assert "Childline" in resident.text
        resident.go_on()
    resident.answer(_safe_now="yes")
    resident.answer(facts__domestic_abuse="yes")
    resident.answer(description="He shouts.")
    resident.answer(_happened="threats_to_kill")
    if about != "child":
        resident.answer(facts__children_in_household="no")
    resident.answer(facts__child_at_risk="yes")
    resident.answer(facts__victim_age="15" if about == "child" else "34")
    if about == "other":
        resident.answer(people__victim__full_name=NAME)
    return resident


@pytest.mark.parametrize(("about", "is_victim"), [("me", True), ("child", True), ("other", False)])
def test_help_is_asked_for_oneself_as_a_child_or_for_another(desk: FrontDesk, about: str, is_victim: bool) -> None:
    fact = sent(desk, reaching(helped(started(desk, "/help"), about)))
    assert (fact.kind, fact.strands) == ("domestic_abuse", ("domestic_violence_and_abuse",))
    assert fact.reporter_is_victim is is_victim
    assert fact.answers["threats_to_kill"] == "yes"
    assert "stalking" not in fact.answers
    assert {way.safe for way in (fact.safe_contact.phone, fact.safe_contact.post)} == {"unknown"}


def test_the_door_for_another_has_chosen_already(desk: FrontDesk) -> None:
    resident = desk.resident()
    resident.open("/help?for=other")
    resident.go_on()
    resident.answer(facts__immediate_danger="no")
    assert re.search(r'value="other"[^>]* checked', resident.text)


def test_whoever_is_not_safe_to_answer_is_told_to_stop(desk: FrontDesk) -> None:
    resident = started(desk, "/help")
    resident.answer(facts__immediate_danger="no")
    resident.answer(_about="me")
    resident.answer(_safe_now="no")
    assert resident.heading == "You can stop now"
    assert "0808 2000 247" in resident.text


def test_a_page_that_is_none_is_not_found_and_one_out_of_turn_begins_again(desk: FrontDesk) -> None:
    resident = desk.resident()
    resident.open("/report/nothing")
    assert resident.status == 404
    resident.open("/report/story")
    assert resident.at == "/report"
    resident.open("/help/sent")
    assert resident.at == "/"


@pytest.mark.parametrize("door", ["help", "report"])
def test_whoever_sends_answers_that_are_kept_no_more_is_told_that_they_are_gone(desk: FrontDesk, door: str) -> None:
    gone = "What you typed is gone, and nothing was sent."
    resident = started(desk, f"/{door}")
    resident.answer(facts__immediate_danger="no")
    assert resident.heading == "Who is this about?"
    resident.client.cookies.clear()
    resident.answer(_about="me")
    assert (resident.at, gone in resident.text) == (f"/{door}?again=1", True)
    resident.send(f"/{door}/check", {"draft": ""})
    assert (resident.at, gone in resident.text) == (f"/{door}?again=1", True)
    # Whoever goes back through the history, perhaps somebody else, learns nothing of it.
    resident.open(f"/{door}/who")
    assert (resident.at, gone in resident.text) == (f"/{door}", False)


def test_why_it_is_asked_is_read_out_with_the_question(desk: FrontDesk) -> None:
    resident = started(desk, "/help")
    resident.answer(facts__immediate_danger="no")
    resident.answer(_about="me")
    for _ in ("safe", "lived", "tell", "also", "there", "young-ones"):
        resident.answer()
    assert resident.heading == "How old are you?"
    (hint,) = re.findall(r'id="[a-z_-]+-hint"[^>]*>([^<]*)<', resident.text)
    assert (
        " ".join(hint.split()) == "Leave it empty if you don’t want to say. It helps us find the right person for you."
    )
    assert re.search(r'aria-describedby="[a-z_-]+-hint"', resident.text)


def test_what_has_to_be_booked_is_never_cut_short(desk: FrontDesk) -> None:
    resident = started(desk, "/help")
    resident.answer()
    resident.answer(_about="me")
    resident.open("/help/language")
    resident.answer(_language="x" * 190)
    resident.open("/help/talk")
    resident.answer(_help=["interpreter"], _other_help="")
    assert (resident.status, resident.at) == (422, "/help/talk")
    assert 'href="#_other_help"' in resident.text
    resident.answer(_help=[], _other_help="y")
    assert resident.at == "/help/with"


@pytest.mark.parametrize(
    ("kept", "leads"),
    [
        ({"location.postcode": ["nowhere"]}, r'<a href="/report/where\?change=1#location-postcode">[^<]*postcode'),
        ({"category": ["x" * 99], "_card": ["no code"]}, r"One of your answers cannot be taken|/report/what"),
    ],
)
def test_what_an_earlier_release_took_is_said_with_a_way_to_its_question(
    desk: FrontDesk, kept: dict[str, list[str]], leads: str
) -> None:
    resident = reaching(reported(started(desk, "/report")))
    drafts = drafts_beside(desk.ground, "drafts", KEPT_FOR)
    draft_id = desk.app.state.access.signer.open("cookie d", resident.client.cookies["d"])
    found = drafts.find(draft_id)
    assert found is not None
    drafts.keep(draft_id, {**found.typed, **kept})
    resident.answer()
    assert resident.status == 422
    assert re.search(leads, resident.text)
    assert desk.submitted() == []
