"""Residents come back with a reference and a phrase: guessing is slow, and nothing shown would betray anybody."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.intake.adapters.drafts import KEPT_FOR_RETURN
from services.intake.adapters.tries import REFERENCE as ALLOWED
from services.intake.domain.commands import NoteOutcome
from services.intake.domain.events import ReferralSubmitted, ReturnPhraseKept, SafeContactChanged
from services.intake.domain.record_commands import MergeReferral
from shared.kernel.identifiers import reference_from
from shared.web.formats import full_date
from tests.support.builders.intake import CONTEXT, NOW
from tests.support.builders.intake_pages import Browser, FrontDesk, a_front_desk

pytestmark = pytest.mark.slow

PHRASE, STORY, NAME = "Blue boats, on Tuesday", "He took the door off its hinges.", "Amina Okafor"
WRONG = "The two do not belong together. Check both."
SAYS_NOTHING = re.compile(
    "abuse|domestic|violence|police|victim|anti-social|neighbour|landlord|noise|case", re.IGNORECASE
)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    """One for all."""
    with a_front_desk(tmp_path_factory.mktemp("desk")) as made:
        yield made


@pytest.fixture(scope="module")
def fact(front: FrontDesk) -> ReferralSubmitted:
    """A referral for those who change nothing about it."""
    return told(front)


@pytest.fixture
def desk(front: FrontDesk) -> FrontDesk:
    """The same on another day, when nobody has tried yet."""
    front.clock.set(front.clock() + timedelta(days=1))
    return front


def told(desk: FrontDesk, about: str = "me", phrase: str = PHRASE) -> ReferralSubmitted:
    """Somebody asks for help, is safe to be called, and chooses a phrase."""
    resident = desk.resident()
    resident.open("/help/now")
    answers: dict[str, dict[str, Any]] = {
        "who": {"_about": about}, "safe": {"_safe_now": "yes"}, "tell": {"description": STORY},
        "name": {"reporter__full_name": NAME}, "ways": {"_ways": ["phone"]},
        "call": {"reporter__phone": "07700 900123", "_when__phone": ["any"]}, "later": {"_phrase": phrase},
    }  # fmt: skip
    while resident.heading != "Check your answers":
        slug = resident.at.rpartition("/")[2]
        resident.answer(**answers.get(slug, {})) if "<form" in resident.text else resident.go_on()
        assert resident.status == 200, resident.text
    assert phrase not in resident.text
    resident.answer()
    desk.service.views.catch_up()
    return desk.submitted()[-1]


def came(desk: FrontDesk, reference: str, phrase: str = PHRASE, resident: Browser | None = None) -> Browser:
    resident = resident or desk.resident()
    resident.open("/return")
    resident.send("/return", {"reference": reference, "phrase": phrase})
    return resident


def stops(desk: FrontDesk, fact: ReferralSubmitted) -> list[SafeContactChanged]:
    found = [each.fact for each in desk.recorded() if isinstance(each.fact, SafeContactChanged)]
    return [each for each in found if each.reference == fact.reference]


def visited(resident: Browser) -> str:
    """Where somebody ends who opens the page of a visit."""
    resident.open("/return/now")
    return resident.at


def test_whoever_has_both_sees_that_there_is_something_and_what_comes_next(
    desk: FrontDesk, fact: ReferralSubmitted
) -> None:
    resident = came(desk, fact.reference.lower().replace("-", " "), "blue boats on tuesday")
    assert (resident.at, resident.status) == ("/return/now", 200)
    assert resident.heading == "We have what you told us."
    assert "next working day" in resident.text
    assert full_date(fact.received_at) in resident.text


def test_nothing_on_the_page_would_betray_anybody_who_is_watched(desk: FrontDesk, fact: ReferralSubmitted) -> None:
    resident = came(desk, fact.reference)
    content = re.sub(r"<[^>]+>", " ", resident.text.partition("<main")[2].partition("</main>")[0])
    assert not SAYS_NOTHING.search(content)
    for detail in (STORY, NAME, "07700 9", "07700900", PHRASE):
        assert detail not in resident.text
    assert resident.title == "Waymark Borough Council"
    assert fact.reference not in resident.at + resident.title
    assert resident.text.count('href="/leave"') == 2
    assert resident.headers["cache-control"] == "no-store"
    assert resident.headers["refresh"] == f"{int(KEPT_FOR_RETURN.total_seconds())}; url=/"
    assert 'type="password"' not in resident.open("/return")  # else the browser offers to remember it


@pytest.mark.parametrize("status", ["more_needed", "triaged", "emergency", "case_open", "signposted"])
def test_whatever_has_become_of_it_is_told_without_saying_what_it_is(desk: FrontDesk, status: Any) -> None:
    fact = told(desk)
    noted = NoteOutcome(at=NOW, reference=fact.reference, status=status, outcome="open_case", route="domestic_abuse")
    desk.dispatch(noted, CONTEXT)
    content = re.sub(r"<[^>]+>", " ", came(desk, fact.reference).text.partition("<main")[2].partition("</main>")[0])
    assert not SAYS_NOTHING.search(content)
    assert "What happens next" in content


def test_whoever_told_of_somebody_else_learns_nothing_of_what_is_done(desk: FrontDesk) -> None:
    fact = told(desk, about="other")
    before = came(desk, fact.reference).text
    noted = NoteOutcome(
        at=NOW, reference=fact.reference, status="case_open", outcome="open_case", route="domestic_abuse"
    )
    desk.dispatch(noted, CONTEXT)
    after = came(desk, fact.reference)
    assert after.heading == "We have what you told us."
    assert "we cannot say here what comes of it" in before
    assert "we cannot say here what comes of it" in after.text


def test_the_answer_is_the_same_whatever_of_the_two_is_wrong(desk: FrontDesk, fact: ReferralSubmitted) -> None:
    without = desk.refer()
    answers = [
        came(desk, fact.reference, "red boats on tuesday"),
        came(desk, reference_from(331_000)),
        came(desk, without),
        came(desk, without, "nobody has this phrase"),
    ]
    texts = {re.sub(r'value="WM[^"]*"', "", resident.text) for resident in answers}
    assert len(texts) == 1
    assert {resident.status for resident in answers} == {422}
    assert WRONG in texts.pop()


def test_what_cannot_be_a_reference_is_said_at_the_field_and_what_was_typed_stays(desk: FrontDesk) -> None:
    resident = came(desk, "<WM-1>", "")
    assert resident.status == 422
    assert 'href="#reference"' in resident.text
    assert 'href="#phrase"' in resident.text
    assert 'value="&lt;WM-1&gt;"' in resident.text
    assert PHRASE not in came(desk, "WM-1", PHRASE).text


@pytest.mark.parametrize("there", [True, False], ids=["a referral", "no referral"])
def test_guessing_is_slowed_down_alike_for_what_there_is_and_what_there_is_not(desk: FrontDesk, there: bool) -> None:
    reference = told(desk).reference if there else reference_from(331_000)
    for _ in range(ALLOWED.free):
        assert came(desk, reference, "red boats on tuesday").status == 422
    resident = came(desk, reference, "red boats on tuesday")
    assert (resident.status, resident.headers["retry-after"]) == (429, "1")
    assert "Too many tries. Wait 1 seconds" in resident.text
    assert came(desk, reference).status == 429
    desk.clock.set(desk.clock() + timedelta(seconds=1))
    assert came(desk, reference).at == ("/return/now" if there else "/return")


def test_a_visit_ends_by_itself_and_when_it_is_closed_and_on_leaving(desk: FrontDesk, fact: ReferralSubmitted) -> None:
    resident = came(desk, fact.reference)
    began = desk.clock()
    desk.clock.set(began + timedelta(minutes=14))
    assert visited(resident) == "/return/now"
    desk.clock.set(began + timedelta(minutes=15))
    assert visited(resident) == "/return"
    came(desk, fact.reference, resident=resident)
    resident.send("/return/end", {})
    assert visited(resident) == "/return"
    came(desk, fact.reference, resident=resident)
    cookie = resident.client.cookies["r"]
    resident.client.get("/leave")
    assert "r" not in resident.client.cookies
    resident.client.cookies.set("r", cookie)
    assert visited(resident) == "/return"


def test_one_press_stops_every_way_of_reaching_somebody(desk: FrontDesk) -> None:
    fact = told(desk)
    resident = came(desk, fact.reference)
    shown = resident.text
    resident.client.post("/return/stop", data={"token": "made up"})
    assert stops(desk, fact) == []
    resident.text = shown
    resident.send("/return/stop", {})
    (changed,) = stops(desk, fact)
    contact = changed.safe_contact
    assert {way.safe for way in (contact.phone, contact.sms, contact.email, contact.post, contact.in_person)} == {"no"}
    assert "We do not get in touch with you." in resident.text


def test_what_was_told_twice_is_told_as_it_stands_now_and_stopped_for_both(desk: FrontDesk) -> None:
    first, again = told(desk), told(desk)
    noted = NoteOutcome(
        at=NOW, reference=first.reference, status="case_open", outcome="open_case", route="domestic_abuse"
    )
    desk.dispatch(noted, CONTEXT)
    merge = MergeReferral(
        at=NOW, reference=again.reference, into_reference=first.reference, because="told_twice",
        words_under=again.account_of, referral_ids=(again.referral_id, first.referral_id),
    )  # fmt: skip
    desk.dispatch(merge, CONTEXT)
    resident = came(desk, again.reference)
    assert resident.heading == "Somebody is working on it."
    assert first.reference not in resident.text
    resident.send("/return/stop", {})
    stopped = [each.fact for each in desk.recorded() if isinstance(each.fact, SafeContactChanged)]
    assert {each.reference for each in stopped[-2:]} == {first.reference, again.reference}
    assert {each.safe_contact.phone.safe for each in stopped[-2:]} == {"no"}


def test_coming_back_is_recorded_before_anything_is_shown(desk: FrontDesk, fact: ReferralSubmitted) -> None:
    before = len(desk.viewed())
    came(desk, fact.reference, "red boats on tuesday")
    assert len(desk.viewed()) == before
    came(desk, fact.reference)
    assert desk.viewed()[before:] == [(f"referral-{fact.reference}", "summary, by whoever told us")]


def test_the_phrase_stands_nowhere_and_goes_with_whoever_chose_it(desk: FrontDesk) -> None:
    fact = told(desk)
    kept = [each.fact for each in desk.recorded() if isinstance(each.fact, ReturnPhraseKept)]
    (chosen,) = [each for each in kept if each.reference == fact.reference]
    assert chosen.phrase.p == fact.account_of
    assert "argon2" not in str(chosen)
    desk.ground.keyring.destroy(fact.account_of)
    assert WRONG in came(desk, fact.reference).text


@pytest.mark.parametrize("phrase", ["short", "bluebellsbluebells", "1 2"])
def test_a_phrase_that_is_guessed_too_easily_is_refused_at_its_field(desk: FrontDesk, phrase: str) -> None:
    resident = desk.resident()
    resident.open("/help/now")
    resident.answer()
    resident.answer(_about="me")
    resident.open("/help/later")
    resident.answer(_phrase=phrase)
    assert (resident.status, resident.at) == (422, "/help/later")
    assert "Choose three words or more" in resident.text
