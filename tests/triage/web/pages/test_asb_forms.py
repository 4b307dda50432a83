"""Work on a case of anti-social behaviour by its forms, as an officer does it; and none of it where abuse was seen."""

import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.triage.application.publication import PUBLISH
from services.triage.domain.asb.events import (
    IncidentLogged,
    OwnWordsWritten,
    ReporterTold,
    ReviewAsked,
    StepTaken,
    SubjectNamed,
)
from services.triage.domain.asb.register import AUTHORITIES
from services.triage.domain.commands import AddAnswers, ConfirmDecision
from services.triage.web.pages.asb_forms import TASKS
from shared.access.roles import Role
from shared.contracts.triage import CaseUpdateGiven
from shared.kernel.messages import Context
from shared.kernel.personal import ERASED, Narrative
from tests.support.builders.triage import ABUSE, LIVING_NOISE, PERSISTENT, SCREENED, LittleTriage
from tests.support.builders.web import csrf_of, signed_in

pytestmark = pytest.mark.slow

WARNING, NOTICE = "community_protection_warning", "community_protection_notice"


class Officer:
    """A case officer at a browser, and the little triage behind it."""

    def __init__(self, triage: LittleTriage) -> None:
        self.triage = triage
        self.browser: TestClient = signed_in(triage.app, Role.CASE_OFFICER)
        (account,) = triage.access.accounts.all(Role.CASE_OFFICER)
        self.account_id = account.account_id

    def read(self, path: str, status: int = 200) -> str:
        answer = self.browser.get(path)
        assert answer.status_code == status, path
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))

    def send(self, path: str, expected: int = 303, **fields: str) -> Any:
        form = {**fields, "csrf": csrf_of(self.triage.app, self.browser)}
        answer = self.browser.post(path, data=form, follow_redirects=False)
        self.triage.settle()
        said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))
        assert answer.status_code == expected, said[200:900]
        return said

    def work(self, reference: str, task: str, expected: int = 303, **fields: str) -> Any:
        return self.send(f"/triage/cases/{reference}/work/{task}", expected, **fields)


@pytest.fixture
def officer(triage: LittleTriage) -> Officer:
    return Officer(triage)


def day(name: str, day: int, month: int = 11, time: str | None = None) -> dict[str, str]:
    """A day of 2026 as the form sends it."""
    typed = {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": "2026"}
    return typed | ({f"{name}-time": time} if time else {})


def a_case(officer: Officer) -> str:
    return officer.triage.refer(("Amina Okafor", "victim"), ("Mark Penrose", "perpetrator"), **PERSISTENT)


def incident(officer: Officer, reference: str, on: int, **more: str) -> None:
    typed = {"teller": "person-1", "how": "phone", "text": "Shouting till two", "evidence": "1"}
    times = day("occurred", on, time="23:10") | day("received", on, time="23:40")
    officer.work(reference, "incident", **(typed | times | more))


def the_subject(officer: Officer, reference: str) -> str:
    typed = {"kind": "individual", "person": "person-1-1", "called": "Mark Penrose", "age": "34", "source": "police"}
    officer.work(reference, "subject", **typed, **day("known_on", 1))
    page = officer.browser.get(f"/triage/cases/{reference}/enforcement").text
    found = re.search(r"subject=([0-9a-f-]+)", page)
    assert found is not None
    officer.work(reference, "vulnerability", subject=found[1], finding="not_found")
    return found[1]


def may_issue(officer: Officer, *tools: str) -> None:
    manager = signed_in(officer.triage.app, Role.SERVICE_MANAGER, name="a.manager")
    ticks = {f"tool-{tool}": "yes" for tool in tools}
    typed = {"holder": officer.account_id, **ticks, **day("starts_on", 1), "csrf": csrf_of(officer.triage.app, manager)}
    assert manager.post("/triage/asb/do/authority", data=typed, follow_redirects=False).status_code == 303


def test_from_an_incident_to_a_warning_and_no_notice_before_its_time(officer: Officer) -> None:
    reference = a_case(officer)
    may_issue(officer, WARNING, NOTICE)
    incident(officer, reference, 20)
    subject = the_subject(officer, reference)
    here = f"/triage/cases/{reference}"
    assert "Enforcement, a person may decide on: Community protection warning" in officer.read(here)
    assert "A person may decide on: Community protection warning" in officer.read(f"{here}/enforcement")
    step = {"subject": subject, "issuer": officer.account_id, "text": "Stop the shouting"}
    officer.work(reference, "step", tool=WARNING, **step, **day("served", 23, time="09:00"), **day("comply_by", 30))
    words = officer.read(f"{here}/enforcement")
    assert "Community protection warning , 23 November 2026, 09:00. To comply by 30 November 2026." in words
    out = "Community protection warning: the time to comply runs out Due 30 November 2026, 23:59"
    assert out in officer.read(here)
    early = officer.work(
        reference, "step", 409, tool=NOTICE, **step, **day("served", 23, time="09:10"), **day("comply_by", 30)
    )
    assert "The time to comply is not over. They have until the end of 30 November 2026." in early
    assert "Stop the shouting" in early
    officer.triage.clock.set(officer.triage.clock() + timedelta(days=9))
    incident(officer, reference, 1, **day("occurred", 1, 12, "22:00"), **day("received", 1, 12, "22:30"))
    later = day("served", 2, 12, "09:00") | day("comply_by", 12, 12)
    officer.work(reference, "step", tool=NOTICE, **step, **later)
    steps = [fact.tool for fact in officer.triage.facts_of(reference) if isinstance(fact, StepTaken)]
    assert steps == [WARNING, NOTICE]


def shown_a_door(triage: LittleTriage, number: int, by: str = "somebody-else") -> str:
    """What others deal with: a person agreed, and no case came of it."""
    reference = triage.refer(("Amina Okafor", "victim"))
    confirm = ConfirmDecision(at=triage.clock(), referral_id=f"referral-{number}")
    triage.service.dispatch(confirm, Context(by, Role.TRIAGE_OFFICER.value, f"story-{number}"))
    triage.settle()
    return reference


def ask_for_review(officer: Officer, reference: str, status: int = 303, **more: str) -> str:
    typed = {"asked_for": "self", **day("asked_on", 23), **more}
    return officer.work(reference, "review-ask", status, **typed)


def test_reports_that_never_became_a_case_are_counted_together_and_reviewed(officer: Officer) -> None:
    triage = officer.triage
    first, second, third = (shown_a_door(triage, n, officer.account_id if n == 3 else "bo") for n in (1, 2, 3))
    page = f"/triage/case-review/{first}"
    assert page in officer.browser.get(f"/triage/referrals/{first}").text
    assert "1 of 3 complaints count today." in officer.read(page)
    ask_for_review(officer, first, others=f"{second.lower()}, {third} {third}")
    assert f"with 3 of 3 complaints, those in {second}, {third} among them." in officer.read(page)
    (asked,) = [fact for fact in triage.facts_of(first) if isinstance(fact, ReviewAsked)]
    assert (asked.qualifying, asked.others) == (3, (second, third))
    assert f'href="{page}"' in officer.browser.get("/triage/asb/reviews").text
    assert "The contact has had no part in the case." in officer.read(f"/triage/cases/{first}/work/review-acknowledge")
    assert "You worked on this case" in officer.work(first, "review-acknowledge", 409)


def test_an_application_counts_no_report_that_is_not_there_nor_itself_nor_one_of_abuse(officer: Officer) -> None:
    reference, abuse = shown_a_door(officer.triage, 1), officer.triage.refer(**ABUSE)
    for other in ("WM-2222-2", "nonsense", reference, abuse):
        said = ask_for_review(officer, reference, 422, others=other)
        named = "One of these" if other == "nonsense" else other
        assert f"{named} is no other report of anti-social behaviour." in said
    assert not [fact for fact in officer.triage.facts_of(reference) if isinstance(fact, ReviewAsked)]
    assert officer.browser.get(f"/triage/case-review/{abuse}").status_code == 404
    assert officer.browser.get(f"/triage/cases/{reference}/work/incident").status_code == 404


def published(triage: LittleTriage) -> list[CaseUpdateGiven]:
    recorded = triage.service.store.page(0)
    told = [translate(each) for each in recorded if (translate := PUBLISH.get(type(each.fact)))]
    return [each for each in told if isinstance(each, CaseUpdateGiven)]


def test_nobody_records_a_notice_whom_the_register_does_not_name(officer: Officer) -> None:
    reference = a_case(officer)
    incident(officer, reference, 20)
    step = {"subject": the_subject(officer, reference), "tool": WARNING, "issuer": officer.account_id}
    said = officer.work(reference, "step", 409, **step, **day("served", 23, time="09:00"), **day("comply_by", 30))
    assert "Whoever issues it has no authority for this on that day." in said
    assert not [fact for fact in officer.triage.facts_of(reference) if isinstance(fact, StepTaken)]


def test_each_persons_words_stand_apart_and_go_with_their_key(officer: Officer) -> None:
    reference = a_case(officer)
    incident(officer, reference, 20)
    for person, says in (("person-1", "It began in May"), ("person-1-0", "I cannot sleep")):
        officer.work(reference, "words", person=person, text=says, **day("said", 21, time="09:05"))
    words = officer.read(f"/triage/cases/{reference}/incidents")
    assert words.index("In their own words") < words.index("It began in May")
    assert "Amina Okafor I cannot sleep 21 November 2026, 09:05" in words
    keyring = officer.triage.ground.keyring
    keyring.destroy("person-1-0")
    facts = officer.triage.facts_of(reference)
    opened = [keyring.open(fact.text, Narrative) for fact in facts if isinstance(fact, OwnWordsWritten)]
    assert opened == ["It began in May", ERASED]
    assert "I cannot sleep" not in officer.read(f"/triage/cases/{reference}/incidents")
    keyring.destroy("person-1")
    (logged,) = [fact for fact in facts if isinstance(fact, IncidentLogged)]
    assert keyring.open(logged.text, Narrative) == ERASED


def test_three_times_of_an_incident_stand_apart_and_evidence_is_only_pointed_to(officer: Officer) -> None:
    reference = a_case(officer)
    incident(officer, reference, 20)
    here = f"/triage/cases/{reference}/incidents"
    words = officer.read(here)
    assert "20 November 2026, 23:10 20 November 2026, 23:40 written down 23 November 2026, 09:30" in words
    assert f'href="/intake/referrals/{reference}/evidence">Evidence 1' in officer.browser.get(here).text


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(officer: Officer) -> None:
    reference = a_case(officer)
    typed = {"teller": "person-1", "how": "phone", "text": "Shouting till two", "evidence": "one"}
    said = officer.work(reference, "incident", 422, **typed, **day("occurred", 31), **day("received", 20, time="25:00"))
    assert "When did it happen? Give a day that there is, such as 27 3 2026." in said
    assert "When were we told? Give the time by the 24-hour clock, such as 22:40." in said
    assert "Numbers of the evidence: give the numbers with commas, such as 1, 3." in said
    assert "Shouting till two" in said
    assert not [fact for fact in officer.triage.facts_of(reference) if isinstance(fact, IncidentLogged)]


def test_the_reporter_is_told_through_the_gate_and_the_next_news_is_due_in_ten_working_days(officer: Officer) -> None:
    reference = a_case(officer)
    officer.work(reference, "tell", how="notice")
    (told,) = [fact for fact in officer.triage.facts_of(reference) if isinstance(fact, ReporterTold)]
    assert told.next_by.isoformat() == "2026-12-07"
    assert [each.next_by for each in published(officer.triage)] == [told.next_by]
    officer.work(reference, "tell", how="spoken")
    assert len(published(officer.triage)) == 1


def test_while_paused_the_case_says_that_its_clock_stands_still(officer: Officer) -> None:
    reference = a_case(officer)
    officer.work(reference, "pause", reason="waiting_for_police")
    words = officer.read(f"/triage/cases/{reference}")
    assert "Acknowledge the report The clock stands still" in words
    assert "paused since 23 November 2026, 09:30, the police asked us to wait" in words
    officer.work(reference, "start")
    assert "The clock stands still" not in officer.read(f"/triage/cases/{reference}")


def test_what_is_due_stands_in_the_list_of_cases_too(officer: Officer) -> None:
    reference = a_case(officer)
    officer.triage.do(ConfirmDecision(at=officer.triage.clock(), referral_id="referral-1"))
    assert "Acknowledge the report Due 30 November 2026, 23:59" in officer.read("/triage/cases")
    officer.work(reference, "promise", promise="acknowledge")
    assert "Interview whoever reported it Due 7 December 2026, 23:59" in officer.read("/triage/cases")
    officer.work(reference, "pause", reason="reporter_away")
    officer.work(reference, "review-ask", asked_for="self", **day("asked_on", 23))
    assert "Acknowledge the application for a case review Due 7 December 2026, 23:59" in officer.read("/triage/cases")


def test_living_noise_that_was_pointed_to_mediation_is_mediated_by_code(officer: Officer) -> None:
    answers = {**SCREENED, **LIVING_NOISE["answers"], "persistent": "no", "tenure_of_source": "owner"}
    answers |= {"tenure_of_reporter": "owner", "statutory_nuisance_likely": "no"}
    people = (("Amina Okafor", "reporter"), ("Mark Penrose", "perpetrator"))
    reference = officer.triage.refer(*people, **{**LIVING_NOISE, "answers": answers})
    officer.read(f"/triage/mediation/{reference}", 404)
    officer.triage.do(ConfirmDecision(at=officer.triage.clock(), referral_id="referral-1"))
    assert "Offer mediation to both sides" in officer.read(f"/triage/referrals/{reference}")
    officer.work(reference, "mediation-offer")
    for side in ("a", "b"):
        officer.work(reference, "mediation-answer", side=side, answer="accepted")
    officer.work(reference, "mediation-book", cost="400")
    words = officer.read(f"/triage/mediation/{reference}")
    assert "Booked for £400.00." in words
    assert ("Amina" in words, "Penrose" in words) == (False, False)
    assert "What is spent and booked passes the budget by £400.00." in officer.read("/triage/asb/mediation")
    officer.work(reference, "mediation-end", result="agreed", cost="390")
    assert "Spent £390.00, 1 booked in the year" in officer.read("/triage/asb/mediation")


def test_nothing_of_it_is_offered_on_a_case_of_abuse(officer: Officer) -> None:
    reference = officer.triage.refer(("Zoe Example", "victim"), **ABUSE)
    page = officer.browser.get(f"/triage/cases/{reference}").text
    assert ("/work/" in page, "ediation" in page, "nforcement" in page) == (False, False, False)
    for part in ("incidents", "enforcement", "outcome"):
        officer.read(f"/triage/cases/{reference}/{part}", 404)
    for task in TASKS:
        officer.read(f"/triage/cases/{reference}/work/{task}", 404)
        officer.work(reference, task, 404)


def test_where_abuse_is_seen_later_everything_stops_and_a_mediation_is_stopped_at_once(officer: Officer) -> None:
    reference = a_case(officer)
    officer.work(reference, "mediation-offer")
    told = AddAnswers(at=officer.triage.clock(), referral_id="referral-1", answers={"domestic_abuse": "yes"})
    officer.triage.do(told)
    words = officer.read(f"/triage/cases/{reference}")
    assert "A mediation is under way though abuse was seen since. Stop it now" in words
    assert ("Record an incident" in words, "Enforcement" in words) == (False, False)
    officer.work(reference, "incident", 404)
    officer.work(reference, "mediation-end", result="not_safe", cost="0")
    assert "Stop it now" not in officer.read(f"/triage/cases/{reference}")


def test_what_was_served_before_abuse_was_seen_is_taken_back_from_the_case_itself(officer: Officer) -> None:
    reference = a_case(officer)
    may_issue(officer, WARNING)
    incident(officer, reference, 20)
    step = {"subject": the_subject(officer, reference), "issuer": officer.account_id, "tool": WARNING}
    officer.work(reference, "step", **step, **day("served", 23, time="09:00"), **day("comply_by", 30))
    (served,) = [fact for fact in officer.triage.facts_of(reference) if isinstance(fact, StepTaken)]
    learnt = {"domestic_abuse": "yes"}
    officer.triage.do(AddAnswers(at=officer.triage.clock(), referral_id="referral-1", answers=learnt))
    officer.triage.settle()
    says = "Community protection warning: it stands though abuse was seen since"
    assert says in officer.read(f"/triage/cases/{reference}")
    officer.work(reference, "step", 404, **step)
    officer.work(reference, "step-end", step=served.step_id, result="withdrawn")
    assert says not in officer.read(f"/triage/cases/{reference}")


def test_an_entry_that_is_not_there_cannot_be_changed_so_that_no_words_become_its_id(officer: Officer) -> None:
    reference = a_case(officer)
    typed = {"kind": "individual", "called": "The occupier"}
    officer.work(reference, "subject", 404, subject="Amina Okafor", **typed)
    assert not [fact for fact in officer.triage.facts_of(reference) if isinstance(fact, SubjectNamed)]


def test_who_reads_a_form_is_recorded_and_an_unknown_form_is_not_found(officer: Officer) -> None:
    reference = a_case(officer)
    officer.read(f"/triage/cases/{reference}/work/incident")
    assert ("case_officer", "work", ("referral-1",)) in officer.triage.looks()
    officer.read(f"/triage/cases/{reference}/work/nothing", 404)
    officer.read(f"/triage/cases/{reference}/work/step?tool=curfew", 404)


def test_who_may_issue_is_a_fact_with_its_days(officer: Officer) -> None:
    may_issue(officer, WARNING)
    entries, _ = officer.triage.service.store.fold("asb-authority", AUTHORITIES)
    assert [(each.holder_id, each.tools) for each in entries.entries] == [(officer.account_id, (WARNING,))]
    assert isinstance(officer.triage.service.store.stream("asb-authority")[0].context, Context)
