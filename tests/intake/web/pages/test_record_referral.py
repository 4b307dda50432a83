"""The staff form: nothing typed is lost, the three that are needed are asked for, and a referral comes in once."""

import re
from datetime import timedelta

from services.intake.domain.events import CallEnded
from services.intake.web.staff_questions import SECTIONS
from shared.access.roles import Role
from tests.support.builders.intake import NOW
from tests.support.builders.intake_pages import Browser, FrontDesk
from tests.support.builders.web import logged

FORM = "/intake/call"
WHOLE = {
    "kind": "asb",
    "channel": "phone",
    "category": "noise",
    "occurred.pattern": "most nights after 23:00",
    "people.perpetrator.full_name": "not known",
    "description": "The “music” <never> stops.",
    "_minutes": "12",
}


def at_the_form(desk: FrontDesk, role: Role = Role.CONTACT_CENTRE) -> Browser:
    officer = desk.officer(role)
    officer.open(FORM)
    return officer


def test_the_blank_form_asks_in_order_and_assumes_nothing(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    places = [officer.text.index(f'id="{section.slug}"') for section in SECTIONS]
    assert places == sorted(places)
    assert officer.text.count(" checked") == officer.text.count('value="" checked')
    assert "What was not asked is not a no." in officer.text
    assert "press 55" in officer.text


def test_a_whole_referral_is_saved_with_the_minutes_and_shown(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    officer.send(FORM, WHOLE)
    (fact,) = desk.submitted()
    assert officer.at == f"/intake/referrals/{fact.reference}"
    assert officer.status == 200
    assert "The “music” &lt;never&gt; stops." in officer.text
    assert fact.answers == {}
    assert {fact.safe_contact.phone.safe, fact.safe_contact.post.safe} == {"unknown"}
    assert [each.fact.minutes for each in desk.recorded() if each.name == "intake.minutes_spent"] == [12]


def test_what_is_missing_of_the_three_is_listed_and_what_was_typed_stays(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    officer.send(FORM, WHOLE | {"occurred.pattern": " ", "then": "save"})
    assert officer.status == 422
    assert "When: give a day or a pattern." in officer.text
    assert "By whom: give" not in officer.text
    assert officer.text.index("Not saved yet.") < officer.text.index("<h1") < officer.text.index('id="missing"')
    assert "The “music” &lt;never&gt; stops." in officer.text
    assert desk.submitted() == []
    officer.send(FORM, WHOLE | {"occurred.pattern": "", "then": "anyway"})
    assert len(desk.submitted()) == 1
    assert "When: no day and no pattern." in officer.text


def test_where_somebody_may_be_hurt_a_referral_with_gaps_is_saved_at_once(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    officer.send(FORM, {"kind": "unsure", "channel": "phone", "facts.immediate_danger": "yes", "then": "save"})
    (fact,) = desk.submitted()
    assert fact.answers == {"immediate_danger": "yes"}


def test_bad_input_is_pointed_at_and_nothing_is_stored(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    bad = WHOLE | {"location.postcode": "nowhere", "_minutes": "ten", "people.victim.date_of_birth.day": "31"}
    officer.send(FORM, bad | {"reporter.phone": "07700 900123"})
    assert officer.status == 422
    assert officer.title.startswith("Error: ")
    for name in ("location-postcode", "_minutes", "people-victim-date_of_birth-day"):
        assert f'href="#{name}"' in officer.text
        assert f'id="{name}"' in officer.text
    assert 'value="nowhere"' in officer.text
    assert 'value="07700 900123"' in officer.text
    assert desk.submitted() == []


def test_the_button_pressed_twice_saves_once(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    form = officer.text
    officer.send(FORM, WHOLE)
    first = officer.at
    officer.text = form
    officer.send(FORM, WHOLE)
    assert officer.at == first
    assert len(desk.submitted()) == 1


def test_what_was_changed_after_saving_is_not_lost_without_a_word(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    form = officer.text
    officer.send(FORM, WHOLE)
    officer.text = form
    officer.send(FORM, WHOLE | {"description": "And he shouted."})
    assert officer.status == 422
    assert "Saving it now makes a second referral." in officer.text
    assert "And he shouted." in officer.text
    officer.send(FORM, WHOLE | {"description": "And he shouted."})
    assert len(desk.submitted()) == 2


def test_without_triage_the_form_works_and_says_that_there_is_no_answer(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    officer.send(FORM, WHOLE | {"then": "look"})
    assert officer.status == 200
    assert "No answer in time" in officer.text
    assert "The “music” &lt;never&gt; stops." in officer.text
    assert desk.submitted() == []


def test_whoever_does_not_take_calls_may_not_fill_it_in(desk: FrontDesk) -> None:
    for role in (Role.PANEL_CHAIR, Role.AUDITOR, Role.OBSERVER):
        officer = desk.officer(role)
        officer.open(FORM)
        assert officer.status == 403
        officer.send(FORM, WHOLE)
        assert officer.status == 403
    assert desk.submitted() == []


def test_a_form_of_another_site_is_refused(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    officer.csrf = "forged"
    officer.send(FORM, WHOLE)
    assert officer.status == 403
    assert desk.submitted() == []


def side(officer: Browser, **sent: str) -> str:
    """What stands beside the questions, as a script asks for it with each answer."""
    text = officer.text
    said = officer.send(f"{FORM}/so-far", sent)
    officer.text = text
    return said


def test_each_answer_is_kept_as_it_comes_and_only_what_stands_beside_the_questions_comes_back(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    assert 'data-draft=""' in side(officer, channel="phone")
    said = side(officer, **{"reporter.full_name": "Amina Okafor", "kind": "asb"})
    assert "<h1" not in said
    assert "Amina" not in said
    (draft,) = re.findall(r'data-draft="([^"]+)"', said)
    side(officer, **{"draft": draft, "reporter.full_name": "Amina Okafor", "description": "He shouts."})
    found = desk.officer(name="Sam Reed").open(f"{FORM}?draft={draft}")
    assert 'value="Amina Okafor"' in found
    assert "He shouts." in found
    assert len(re.findall(">Go on<", officer.open(f"{FORM}/unfinished"))) == 1
    assert desk.submitted() == []


def test_what_was_finished_or_thrown_away_does_not_come_back_by_itself(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    (draft,) = re.findall(r'data-draft="([^"]+)"', side(officer, kind="asb"))
    officer.send(FORM, WHOLE | {"draft": draft})
    assert len(desk.submitted()) == 1
    assert 'data-saved=""' in side(officer, draft=draft, kind="asb")
    assert "Nothing is waiting" in officer.open(f"{FORM}/unfinished")


def test_without_scripts_a_button_keeps_what_is_typed_and_stays_on_the_page(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    officer.send(FORM, {"description": "He shouts.", "then": "note"})
    assert officer.status == 200
    assert "He shouts." in officer.text
    assert "Kept at 09:30" in officer.text
    assert "He shouts." in desk.officer(name="Sam Reed").open(
        f"{FORM}?draft={re.findall('name=.draft. value=.([^ >]+).>', officer.text)[0]}"
    )


def test_a_pause_is_nobodys_time_and_the_clock_says_so(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    desk.clock.set(NOW + timedelta(minutes=3))
    officer.send(FORM, {"kind": "asb", "then": "pause"})
    assert 'wm-call__clock--paused"' in officer.text
    assert ">00:03:00<" in officer.text
    desk.clock.set(NOW + timedelta(minutes=30))
    officer.send(FORM, {"kind": "asb", "then": "pause"})
    desk.clock.set(NOW + timedelta(minutes=32))
    officer.send(FORM, WHOLE | {"_minutes": ""})
    assert [each.fact.minutes for each in desk.recorded() if each.name == "intake.minutes_spent"] == [5]


def test_once_abuse_is_said_the_screen_turns_to_safety_and_nothing_typed_is_lost(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    typed = {"facts.landlord": "Example Homes", "facts.noise_kind": "living", "category": "noise"}
    assert 'id="homes"' in officer.text
    officer.send(FORM, typed | {"facts.domestic_abuse": "yes", "then": "look"})
    shown, aside = officer.text.split("<div hidden>")
    assert 'id="homes"' not in shown
    assert shown.index('id="reaching"') < shown.index('id="risk"') < shown.index('id="what"')
    assert not re.search(r"landlord|mediation", shown, re.IGNORECASE)
    assert "Can you talk safely just now?" in shown
    assert 'value="Example Homes"' in aside
    officer.send(FORM, typed | {"facts.domestic_abuse": "no", "then": "look"})
    assert 'value="Example Homes"' in officer.text.split("<div hidden>")[0]


def test_the_callers_earlier_referrals_are_found_before_the_third_question_and_reading_is_recorded_once(
    desk: FrontDesk,
) -> None:
    first = desk.refer()
    officer = at_the_form(desk)
    said = side(officer, **{"reporter.phone": "+44 7700 900123", "location.postcode": "SW19 1AA"})
    assert first in said
    assert "Amina" not in said
    assert "Same postcode: 1 report since November" in said
    assert "Same phone: 1 report since November" in said
    (draft,) = re.findall(r'data-draft="([^"]+)"', said)
    for _ in range(2):
        side(officer, **{"draft": draft, "reporter.phone": "07700 900123"})
    assert [what for _, what in desk.viewed()] == ["caller’s earlier referral"]


def test_of_two_pages_that_go_on_with_one_call_the_newest_keeps_and_the_other_is_told(desk: FrontDesk) -> None:
    first = at_the_form(desk)
    (draft,) = re.findall(r'data-draft="([^"]+)"', side(first, description="He shouts."))
    second = desk.officer(name="Sam Reed")
    second.open(f"{FORM}?draft={draft}")
    told = side(first, draft=draft, description="He shouts, and more.")
    assert "somebody has taken this up on another page" in told
    assert 'data-saved=""' in told
    assert 'data-saved="09:30"' in side(second, draft=draft, description="He shouts, says Sam.")
    first.send(FORM, {"draft": draft, "description": "He shouts, and more.", "then": "keep"})
    assert first.text.count(">Go on<") == 2


def test_nothing_typed_in_a_call_reaches_a_log_line(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    with logged() as entries:
        side(officer, **{"reporter.full_name": "Amina Okafor", "reporter.phone": "07700 900123", "kind": "asb"})
        officer.send(FORM, {"reporter.full_name": "Amina Okafor", "location.postcode": "nowhere", "then": "dropped"})
    assert len(entries) > 1
    assert not re.search("Amina|Okafor|900123|nowhere", repr(entries))


def test_that_the_caller_was_told_to_call_999_is_kept_with_its_time(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    danger = {"_all.danger": "yes", "kind": "asb", "channel": "phone"}
    said = side(officer, **danger)
    assert "I told them to call 999" in said
    assert "Ask next" not in said
    officer.send(FORM, danger | {"then": "advise"})
    assert "Told to call 999 at 09:30" in officer.text
    desk.clock.set(NOW + timedelta(minutes=5))
    officer.send(FORM, danger | {"then": "save"})
    (ended,) = (each.fact for each in desk.recorded() if isinstance(each.fact, CallEnded))
    assert ended.advised_999_at == NOW
    assert "told to call 999 at 09:30" in officer.text


def test_a_page_that_never_heard_of_its_draft_goes_on_with_the_same(desk: FrontDesk) -> None:
    officer = at_the_form(desk)
    drafts = {re.findall(r'data-draft="([^"]+)"', side(officer, kind="asb", description=words))[0] for words in "abc"}
    assert len(drafts) == 1
    form = officer.text
    assert len(re.findall(">Go on<", officer.open(f"{FORM}/unfinished"))) == 1
    officer.text = form
    officer.send(FORM, WHOLE)
    assert len(desk.submitted()) == 1
    assert "Nothing is waiting" in officer.open(f"{FORM}/unfinished")
