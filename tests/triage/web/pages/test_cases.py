"""Cases on pages: who is at risk, what is due next, the forms, and the story."""

import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.triage.domain.commands import ConfirmDecision, NoteSafeContact, RecordSupportOffer
from services.triage.domain.events import SafeContact, SupportOffered, WaySafety
from shared.access.roles import Role
from tests.support.builders.triage import ABUSE, FLY_TIP, MONDAY, PERSISTENT, LittleTriage
from tests.support.builders.web import csrf_of, signed_in


@pytest.fixture
def browser(triage: LittleTriage) -> TestClient:
    return signed_in(triage.app, Role.CASE_OFFICER)


def read(browser: TestClient, path: str = "", status: int = 200) -> str:
    answer = browser.get(f"/triage/cases{path}")
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def send(triage: LittleTriage, browser: TestClient, path: str, **fields: str) -> Any:
    answer = browser.post(f"/triage/cases/{path}", data={**fields, "csrf": csrf_of(triage.app, browser)})
    triage.settle()
    return answer


def test_no_case_is_said_to_be_none(browser: TestClient) -> None:
    assert "No case is open." in read(browser)
    assert "No case has been closed yet." in read(browser, "?state=closed")
    assert "There is no case of this priority here." in read(browser, "?priority=urgent")


def test_the_list_says_what_is_next_and_by_when(triage: LittleTriage, browser: TestClient) -> None:
    case, abuse = triage.refer(**PERSISTENT), triage.refer(("Amina Okafor", "victim"), **ABUSE)
    words = read(browser)
    assert words.index(abuse) < words.index(case)
    assert "Offer support and record what came of it Due 24 November 2026, 09:12" in words
    assert "Confirm the decision, or decide otherwise Due 30 November 2026, 23:59" in words
    assert "Amina" not in words
    assert abuse not in read(browser, "?priority=standard")


def test_a_cut_cursor_leads_to_the_first_page(triage: LittleTriage, browser: TestClient) -> None:
    case = triage.refer(**PERSISTENT)
    assert case in read(browser, "?cursor=cut")


def test_a_long_list_goes_on(triage: LittleTriage, browser: TestClient) -> None:
    times = [MONDAY + timedelta(minutes=number) for number in range(51)]
    made = [triage.refer(**PERSISTENT, received_at=time, settled=False) for time in times]
    triage.settle()
    first = browser.get("/triage/cases").text
    assert made[-1] not in first
    (further,) = re.findall(r'href="(/triage/cases\?[^"]*cursor=[^"]*)"', first)
    assert made[-1] in browser.get(further.replace("&amp;", "&")).text


def test_a_case_begins_with_who_is_at_risk_and_how_to_reach_them(triage: LittleTriage, browser: TestClient) -> None:
    people = (("Mark Penrose", "perpetrator"), ("Amina Okafor", "victim"), ("Zainab Okafor", "child"))
    reference = triage.refer(*people, **ABUSE)
    words = read(browser, f"/{reference}")
    assert "Who is at risk, and how to reach them safely Amina Okafor , victim. No safe way to reach them" in words
    assert "Zainab Okafor , child. No safe way to reach them is known. Do not call, write or visit." in words
    assert "Also named: Mark Penrose (perpetrator)" in words
    assert f'href="/intake/referrals/{reference}"' in browser.get(f"/triage/cases/{reference}").text
    safe = SafeContact(
        phone=WaySafety(safe="yes", times=("Mon-Fri 10:00-14:00",)), post=WaySafety(safe="no"), confirmed_at=MONDAY
    )
    triage.do(NoteSafeContact(at=MONDAY, referral_id="referral-1", contacts={"person-1-1": safe}))
    words = read(browser, f"/{reference}")
    assert "Safe: Telephone, Mon-Fri 10:00-14:00, leave no message Not safe: post. Confirmed 23 November 2026" in words
    assert words.index("Safe: Telephone") < words.index("Next Offer support")
    assert words.index("Next Offer support") < words.index("Everything else in this case")
    assert words.index("Safe: Telephone") < words.index("What is dangerous") < words.index("Next Offer support")


def test_of_whoever_was_forgotten_no_way_is_said_to_be_safe(triage: LittleTriage, browser: TestClient) -> None:
    reference = triage.refer(("Amina Okafor", "victim"), **ABUSE)
    safe = SafeContact(
        phone=WaySafety(safe="yes", times=("Mon-Fri 10:00-14:00",)), post=WaySafety(safe="no"), confirmed_at=MONDAY
    )
    triage.do(NoteSafeContact(at=MONDAY, referral_id="referral-1", contacts={"person-1-0": safe}))
    assert "Safe: Telephone" in read(browser, f"/{reference}")
    triage.ground.keyring.destroy("person-1-0")
    for words in (read(browser, f"/{reference}"), of_an_adviser(triage, reference)):
        assert "[erased] , victim. What was known of this person has been destroyed" in words
        assert ("Safe:" in words, "Telephone" in words, "Never confirmed" in words) == (False, False, False)


def of_an_adviser(triage: LittleTriage, reference: str) -> str:
    answer = triage.client.get(f"/triage/support/{reference}", headers=triage.headers(Role.IDVA))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_what_is_due_next_stands_first_and_what_is_late_says_so(triage: LittleTriage, browser: TestClient) -> None:
    reference = triage.refer(**ABUSE)
    words = read(browser, f"/{reference}")
    assert "Next Offer support and record what came of it Due 24 November 2026, 09:12" in words
    triage.clock.set(triage.clock() + timedelta(minutes=20))
    send(triage, browser, f"{reference}/support-offer", outcome="declined")
    triage.do(ConfirmDecision(at=triage.clock(), referral_id="referral-1"))
    assert "Nothing is due. Close the case when the work is done." in read(browser, f"/{reference}")


@pytest.mark.slow
@pytest.mark.parametrize("about", [ABUSE, PERSISTENT], ids=["abuse", "anti-social behaviour"])
def test_every_part_has_a_page_of_its_own_that_leads_back_and_is_in_the_record_of_who_looked(
    triage: LittleTriage, about: dict[str, Any]
) -> None:
    browser, reference = signed_in(triage.app, Role.SERVICE_MANAGER), triage.refer(**about)
    front = browser.get(f"/triage/cases/{reference}").text
    (listed,) = re.findall(r'id="parts">(.*?)</dl>', front, re.DOTALL)
    parts = re.findall(r'<dt[^>]*><a [^>]*href="([^"]+)">', listed)
    assert len(parts) >= 8
    for part in parts:
        page, looked = browser.get(part), len(triage.looks())
        assert (page.status_code, page.text.count("<h1")) == (200, 1), part
        assert re.search(rf'govuk-back-link" href="/triage/cases/{reference}"', page.text), part
        assert looked > 1
        browser.get(part)
        assert len(triage.looks()) > looked, part


@pytest.mark.slow
def test_what_is_dangerous_stands_before_what_is_due_and_what_is_not_known_says_so(
    triage: LittleTriage, browser: TestClient
) -> None:
    answers = {**ABUSE["answers"], "strangulation": "yes", "dash_yes_count": 15, "children_in_household": "yes"}
    words = read(browser, f"/{triage.refer(('Amina Okafor', 'victim'), **{**ABUSE, 'answers': answers})}")
    for says in (
        "Risk checklist: 15 yes , as the referral said.",
        "Strangled, choked or kept from breathing",
        "Not safe: nobody has asked yet. Until then no place counts as safe.",
        "Children: live in the household; nobody has named them.",
    ):
        assert words.index("What is dangerous") < words.index(says) < words.index(" Next ")
    unknown = read(browser, f"/{triage.refer(**PERSISTENT)}")
    assert "Nothing has been assessed with a tool. That is not the same as no risk." in unknown
    assert "No question about danger was answered with yes. That is not the same as none." in unknown
    assert "Not safe:" not in unknown


@pytest.mark.slow
def test_of_much_that_is_due_what_is_late_stands_open_and_the_rest_is_one_click_away(
    triage: LittleTriage, browser: TestClient
) -> None:
    answers = {**ABUSE["answers"], "strangulation": "yes", "dash_yes_count": 15, "child_at_risk": "yes"}
    about = {**ABUSE, "strands": ("forced_marriage", "female_genital_mutilation"), "answers": answers}
    reference = triage.refer(**about)
    page = browser.get(f"/triage/cases/{reference}").text
    standing, later = re.search(r'id="next">(.*?)<details(.*?)</details>', page, re.DOTALL).groups()
    assert re.search(r"\d+ more, due later", later)
    assert standing.count("Due ") >= 5
    triage.clock.set(triage.clock() + timedelta(days=30))
    page = browser.get(f"/triage/cases/{reference}").text
    (after,) = re.findall(r'id="next">(.*?)</section>', page, re.DOTALL)
    assert "Late" not in after.partition("<details")[2]
    assert after.partition("<details")[0].count("Was due") == after.count("Was due") > 5


@pytest.mark.slow
def test_a_long_story_is_read_some_at_a_time(triage: LittleTriage, browser: TestClient) -> None:
    reference = triage.refer(**ABUSE)
    for _ in range(31):
        triage.do(RecordSupportOffer(at=triage.clock(), referral_id="referral-1", outcome="declined"))
    newest = read(browser, f"/{reference}/history")
    assert ("The referral reached triage." in newest, "Next" in newest) == (False, True)
    for cut in ("?page=2", "?page=99"):
        assert "The referral reached triage." in read(browser, f"/{reference}/history{cut}")
    for odd in ("?page=0", "?page=x", "?page=-1"):
        assert read(browser, f"/{reference}/history{odd}") == newest


def test_an_offer_is_recorded_and_shown_with_who_made_it(triage: LittleTriage, browser: TestClient) -> None:
    reference = triage.refer(**ABUSE)
    assert "No offer of support is recorded." in read(browser, f"/{reference}/support-offer")
    answer = send(triage, browser, f"{reference}/support-offer", outcome="declined")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/triage/cases/{reference}")
    words = read(browser, f"/{reference}/history")
    assert "Declined, 23 November 2026, 09:30, recorded by Jo Okafor" in words
    assert "Support was offered: Declined." in words
    assert sum(isinstance(fact, SupportOffered) for fact in triage.facts_of(reference)) == 1


def test_a_refusal_stands_at_the_form_with_the_choice_kept(triage: LittleTriage, browser: TestClient) -> None:
    answer = send(triage, browser, f"{triage.refer(**ABUSE)}/close", reason="resolved")
    assert answer.status_code == 409
    assert answer.text.count("Record the offer of support first.") == 2
    assert re.search(r'name="reason" type="radio" value="resolved" checked', answer.text)
    assert 'href="#reason"' in answer.text


@pytest.mark.parametrize(("form", "says"), [("close", "Choose why the case ends."), ("support-offer", "what came of")])
def test_a_form_without_a_choice_says_what_to_do(
    triage: LittleTriage, browser: TestClient, form: str, says: str
) -> None:
    answer = send(triage, browser, f"{triage.refer(**ABUSE)}/{form}")
    assert (answer.status_code, says in answer.text) == (422, True)


def test_a_closed_case_has_no_forms_and_says_why_it_ended(triage: LittleTriage, browser: TestClient) -> None:
    reference = triage.refer(**PERSISTENT)
    assert send(triage, browser, f"{reference}/close", reason="moved_away").status_code == 303
    words = read(browser, f"/{reference}")
    assert "The case was closed on 23 November 2026: moved away." in words
    assert "Close the case" not in words
    assert reference in read(browser, "?state=closed")


@pytest.mark.parametrize(("role", "leads_there"), [(Role.CASE_OFFICER, False), (Role.SERVICE_MANAGER, True)])
def test_only_whoever_may_read_panels_is_led_to_them(triage: LittleTriage, role: Role, leads_there: bool) -> None:
    reference = triage.refer(**{**ABUSE, "answers": {**ABUSE["answers"], "dash_yes_count": 15}})
    page = signed_in(triage.app, role).get(f"/triage/cases/{reference}").text
    assert "· MARAC" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert ('href="/panels">MARAC' in page) is leads_there


def test_the_story_is_told_in_words(triage: LittleTriage, browser: TestClient) -> None:
    words = read(browser, f"/{triage.refer(**PERSISTENT)}/history")
    assert "was opened, standard priority. 23 November 2026, 09:30, by the rules" in words
    assert words.index("was opened") < words.index("The referral reached triage.")


def test_reading_a_case_is_recorded_and_what_is_none_is_not_found(triage: LittleTriage, browser: TestClient) -> None:
    case, tip = triage.refer(**PERSISTENT), triage.refer(**FLY_TIP)
    read(browser, f"/{case}")
    for reference in (tip, "WM-2222-2"):
        read(browser, f"/{reference}", 404)
    assert triage.looks() == [("case_officer", "case", ("referral-1",))]


def test_only_officers_see_cases(triage: LittleTriage) -> None:
    reference = triage.refer(**PERSISTENT)
    browser = signed_in(triage.app, Role.PANEL_CHAIR)
    assert read(browser, status=404)
    assert read(browser, f"/{reference}", 404)
