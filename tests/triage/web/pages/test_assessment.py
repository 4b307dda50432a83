"""The decision card: what it shows first, what can be done on it, and that its reading is recorded."""

import dataclasses
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.triage.domain.commands import AddAnswers, ConfirmDecision
from services.triage.domain.events import AnswersAdded, DecisionConfirmed, DecisionOverridden, ReferralSignposted
from services.triage.web.pages.assessment import assessment_pages
from services.triage.wiring import PAGES
from shared.access.roles import Role
from shared.web.app import create_app
from shared.web.settings import WebSettings
from tests.support.builders.triage import ABUSE, FLY_TIP, LIVING_NOISE, PERSISTENT, POLICY, SCREENED, LittleTriage
from tests.support.builders.web import csrf_of, signed_in

OFFICERS = (Role.TRIAGE_OFFICER, Role.CASE_OFFICER, Role.SERVICE_MANAGER)


class Officer:
    """Somebody at a browser, with all work done after each form."""

    def __init__(self, triage: LittleTriage, role: Role = Role.TRIAGE_OFFICER, name: str = "j.okafor") -> None:
        self.triage = triage
        self.browser: TestClient = signed_in(triage.app, role, name)

    def read(self, reference: str, more: str = "", status: int = 200) -> str:
        answer = self.browser.get(f"/triage/referrals/{reference}{more}")
        assert answer.status_code == status
        return answer.text

    def send(self, reference: str, form: str, **fields: str) -> Any:
        fields["csrf"] = csrf_of(self.triage.app, self.browser)
        answer = self.browser.post(f"/triage/referrals/{reference}/{form}", data=fields)
        self.triage.settle()
        return answer


@pytest.fixture
def officer(triage: LittleTriage) -> Officer:
    return Officer(triage)


def plain(text: str) -> str:
    """A page's words without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_the_outcome_stands_first_in_one_line_with_its_time_and_people(triage: LittleTriage, officer: Officer) -> None:
    page = officer.read(triage.refer(("Amina Okafor", "victim"), **ABUSE))
    words = plain(page)
    assert "Open a case: Domestic abuse service" in words
    assert "we do it, within 24 hours. Due 24 November 2026, 09:12." in words
    assert "Amina Okafor , victim" in words
    assert "under the rules “borough”, version 2026-04-01, in force from 1 April 2026" in words
    assert "Amina" not in re.findall(r"<title>.*?</title>", page)[0]


def test_one_sentence_is_for_us_and_one_may_be_read_out(triage: LittleTriage, officer: Officer) -> None:
    page = officer.read(triage.refer(**ABUSE))
    assert "In one sentence, for us: Open a case: Domestic abuse service, because it is abuse by a partner" in page
    assert "May be read out, whoever listens: “Somebody from the council will get in touch with you about this" in page


def test_each_reason_opens_to_its_rule_the_policy_and_what_was_read(triage: LittleTriage, officer: Officer) -> None:
    words = plain(officer.read(triage.refer(**PERSISTENT)))
    assert "It keeps happening, so we open a case." in words
    assert "Row 17: persistent ASB" in words
    assert "It persists: an ASB case." in words
    assert "Has it kept happening? Yes" in words


def test_what_is_not_known_says_what_it_could_change_and_can_be_answered_there(
    triage: LittleTriage, officer: Officer
) -> None:
    reference = triage.refer(**LIVING_NOISE)
    words = plain(officer.read(reference))
    assert "Not known yet: ask this first" in words
    assert "Could change it to: Children’s services; Urgent priority" in words
    assert "there is nothing to confirm yet" in words
    answer = officer.send(reference, "answers", **{"fact-child_at_risk": "yes", "fact-victim_age": " "})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/triage/referrals/{reference}")
    assert "Open a case: Children’s services" in plain(officer.read(reference))
    assert AnswersAdded(referral_id="referral-1", answers={"child_at_risk": "yes"}) in triage.facts_of(reference)


def test_with_domestic_abuse_every_question_of_risk_is_asked(triage: LittleTriage, officer: Officer) -> None:
    answers = {**ABUSE["answers"], "dash_yes_count": 15}
    page = officer.read(triage.refer(**{**ABUSE, "answers": answers}))
    for name in ("weapon_ever", "separation_last_year", "pregnancy_or_new_baby", "previous_marac"):
        assert f'name="fact-{name}"' in page
    assert 'name="fact-dash_yes_count"' not in page


def test_confirming_a_signpost_closes_it_and_says_so_before(triage: LittleTriage, officer: Officer) -> None:
    reference = triage.refer(**FLY_TIP)
    assert "Confirming closes the referral" in officer.read(reference)
    assert officer.send(reference, "confirm").status_code == 303
    assert [type(fact) for fact in triage.facts_of(reference)[-2:]] == [DecisionConfirmed, ReferralSignposted]
    words = plain(officer.read(reference))
    assert "A person agreed" in words
    assert "Jo Okafor, triage officer" in words
    assert "This referral is closed" in words
    assert f'action="/triage/referrals/{reference}' not in officer.read(reference)


def test_deciding_otherwise_needs_a_route_and_a_reason_and_keeps_what_was_typed(
    triage: LittleTriage, officer: Officer
) -> None:
    reference = triage.refer(**LIVING_NOISE)
    answer = officer.send(reference, "override", text="They asked for it.")
    words = plain(answer.text)
    assert answer.status_code == 422
    assert "There is a problem" in words
    assert "Choose why you decide otherwise." in words
    assert "Choose who should deal with it" in words
    assert "They asked for it." in words
    assert "<title>Error: " in answer.text


def test_an_override_is_shown_with_its_words_opened_and_who_said_them(triage: LittleTriage, officer: Officer) -> None:
    reference = triage.refer(**LIVING_NOISE)
    form = {"route": "environmental_health", "code": "local_knowledge", "text": "Both have asked for it."}
    assert officer.send(reference, "override", **form).status_code == 303
    words = plain(officer.read(reference))
    assert "A person decided otherwise" in words
    assert "Instead: Environmental health. I know the place or the people." in words
    assert "Both have asked for it." in words
    assert [fact.round for fact in triage.facts_of(reference) if isinstance(fact, DecisionOverridden)] == [1]


def test_a_refusal_stands_on_the_card_with_what_was_typed(triage: LittleTriage, officer: Officer) -> None:
    reference = triage.refer(**ABUSE)
    answer = officer.send(reference, "override", route="mediation", code="other", text="They are reconciled.")
    words = plain(answer.text)
    assert answer.status_code == 409
    assert "Domestic abuse is never sent to a landlord, to mediation or to advice." in words
    assert "They are reconciled." in words
    assert '<option value="mediation" selected>' in answer.text


def test_a_wrong_answer_is_told_in_words_beside_its_question(triage: LittleTriage, officer: Officer) -> None:
    fields = {"fact-victim_age": "forty", "fact-last_marac_referral_on-day": "31", "from": "every"}
    fields |= {"fact-last_marac_referral_on-month": "2", "fact-last_marac_referral_on-year": "2026"}
    answer = officer.send(triage.refer(**ABUSE), "answers", **fields)
    words = plain(answer.text)
    assert answer.status_code == 422
    assert "How old is the person it happens to: give a whole number of years up to 130, or leave it empty." in words
    assert "When was the last referral to MARAC: give a day that there is" in words
    assert 'href="#fact-victim_age"' in answer.text
    assert 'value="forty"' in answer.text
    assert "Every answer of" in words


def test_an_empty_form_of_answers_is_told_so(triage: LittleTriage, officer: Officer) -> None:
    answer = officer.send(triage.refer(**LIVING_NOISE), "answers")
    assert (answer.status_code, "Give at least one answer." in answer.text) == (422, True)


def test_every_answer_can_be_changed_on_a_page_of_its_own(triage: LittleTriage, officer: Officer) -> None:
    reference = triage.refer(**PERSISTENT)
    page = officer.read(reference, "/answers")
    assert re.search(r'name="fact-persistent" type="radio" value="yes" checked', page)
    assert 'name="fact-weapon_ever"' in page
    officer.send(reference, "answers", **{"fact-persistent": "no", "from": "every"})
    assert "Round 2" in officer.read(reference)


def test_a_field_that_is_emptied_says_that_it_is_not_known_after_all(triage: LittleTriage, officer: Officer) -> None:
    stood = {
        "victim_age": 15,
        "tenure_of_source": "council",
        "last_marac_referral_on": "2026-01-05",
        "persistent": "no",
    }
    reference = triage.refer(kind="domestic_abuse", category=None, answers=stood)
    day = {f"fact-last_marac_referral_on-{part}": "" for part in ("day", "month", "year")}
    fields = {"fact-victim_age": "", "fact-tenure_of_source": "", "fact-perpetrator_age": "", "from": "every", **day}
    officer.send(reference, "answers", **fields)
    (added,) = [fact for fact in triage.facts_of(reference) if isinstance(fact, AnswersAdded)]
    assert added.answers == {"victim_age": None, "tenure_of_source": "unknown", "last_marac_referral_on": None}
    assert "Open a case: Domestic abuse service" in plain(officer.read(reference))


def test_the_same_form_sent_twice_is_done_once(triage: LittleTriage, officer: Officer) -> None:
    reference = triage.refer(**PERSISTENT)
    for _ in range(2):
        assert officer.send(reference, "confirm", once="key-1").status_code == 303
    assert sum(isinstance(fact, DecisionConfirmed) for fact in triage.facts_of(reference)) == 1


def test_other_words_under_the_same_key_are_another_form(triage: LittleTriage, officer: Officer) -> None:
    reference = triage.refer(**LIVING_NOISE)
    for answer in ("no", "yes"):
        officer.send(reference, "answers", **{"once": "key-1", "fact-child_at_risk": answer})
    assert "Round 3" in officer.read(reference)


def test_other_dated_rules_are_shown_as_what_they_are(triage: LittleTriage, officer: Officer) -> None:
    repeat = {
        "last_marac_referral_on": "2026-01-05",
        "new_incident_since_last_marac": "yes",
        "new_incident_criminal": "no",
    }
    words = plain(officer.read(triage.refer(kind="domestic_abuse", category=None, answers=repeat)))
    assert "Under other rules" in words
    assert "It was made under today’s rules." in words
    assert "Rules of 5 July 2021, version 2021-07-05 Panels: without MARAC." in words


def test_earlier_rounds_stay_on_the_card(triage: LittleTriage, officer: Officer) -> None:
    reference = triage.refer(**PERSISTENT)
    triage.do(ConfirmDecision(at=triage.clock(), referral_id="referral-1"))
    triage.do(AddAnswers(at=triage.clock(), referral_id="referral-1", answers={"hate_motive": "yes"}))
    assert "Round 1, 23 November 2026, 09:30: Open a case: Anti-social behaviour case" in plain(officer.read(reference))


def test_somebody_forgotten_is_shown_as_that(triage: LittleTriage, officer: Officer) -> None:
    reference = triage.refer(("Amina Okafor", "victim"), **LIVING_NOISE)
    triage.do(AddAnswers(at=triage.clock(), referral_id="referral-1", answers={}, words={"landlord": "Alder"}))
    triage.ground.keyring.destroy("person-1-0")
    page = officer.read(reference)
    assert page.count('<span class="wm-erased">[erased]</span>') == 2
    assert "Amina" not in page


def test_nothing_somebody_typed_becomes_markup(triage: LittleTriage, officer: Officer) -> None:
    page = officer.read(triage.refer(("<b>Mal</b>", "victim"), **LIVING_NOISE))
    assert "&lt;b&gt;Mal&lt;/b&gt;" in page
    assert "<b>Mal" not in page


def test_each_reading_is_recorded_before_the_page_is_sent(triage: LittleTriage, officer: Officer) -> None:
    reference = triage.refer(**FLY_TIP)
    officer.read(reference)
    officer.read(reference, "/answers")
    assert triage.looks() == [
        ("triage_officer", "decision card", ("referral-1",)),
        ("triage_officer", "answers", ("referral-1",)),
    ]


def test_who_may_not_look_is_told_nothing_more_than_that_nothing_is_there(triage: LittleTriage) -> None:
    reference = triage.refer(**FLY_TIP)
    for path in (reference, f"{reference}/answers"):
        answered = {role: triage.get(f"/triage/referrals/{path}", role).status_code for role in Role}
        assert answered == {role: 200 if role in OFFICERS else 404 for role in Role}
    assert Officer(triage).read("WM-2222-2", status=404)


def test_a_form_without_its_token_does_nothing(triage: LittleTriage, officer: Officer) -> None:
    reference = triage.refer(**FLY_TIP)
    assert officer.browser.post(f"/triage/referrals/{reference}/confirm", data={}).status_code == 403
    assert len(triage.facts_of(reference)) == 2


def test_what_was_committed_a_moment_ago_is_already_on_the_card(triage: LittleTriage, officer: Officer) -> None:
    reference = triage.refer(category="noise", answers=SCREENED)
    command = AddAnswers(at=triage.clock(), referral_id="referral-1", answers={"child_at_risk": "yes"})
    triage.service.dispatch(command, POLICY)
    page = officer.read(reference)
    assert "Round 2" in page
    assert "Saved, not shown yet." not in page


class Behind:
    """Views that never catch up."""

    def __init__(self, views: Any) -> None:
        self.reading = views.reading

    def wait_for(self, position: int, seconds: float = 2.0) -> bool:
        return False


def test_where_the_newest_is_not_shown_yet_the_page_says_so(triage: LittleTriage) -> None:
    reference = triage.refer(**FLY_TIP)
    desk = dataclasses.replace(triage.desk(), views=Behind(triage.service.views))
    app = create_app(
        "Behind", [assessment_pages(desk, PAGES)], access=triage.access, settings=WebSettings(secure_cookies=False)
    )
    page = signed_in(app, name="a.begum").get(f"/triage/referrals/{reference}").text
    assert "Saved, not shown yet. Load this page again in a moment." in page
