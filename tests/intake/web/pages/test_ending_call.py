"""A call ends in one action: another door is shown, it is handed over, or what there is of it is taken in at once."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from services.intake.domain.events import CallEnded, MinutesSpent
from services.intake.web.call_clock import started
from services.intake.web.pages.call_shown import Call
from services.intake.web.spoken import CARE, DANGER, HARM
from shared.access.roles import Role
from shared.kernel.personal import Narrative
from tests.support.builders.borough import MONDAY, LittleBorough
from tests.support.builders.directory import with_a_mailbox
from tests.support.builders.intake_pages import Browser, FrontDesk
from tests.support.builders.web import csrf_of, signed_in

FORM = "/intake/call"
NONE_OF_IT = dict.fromkeys((DANGER.all_name, HARM.all_name, CARE.all_name), "no")
SAFE = {"reporter.phone": "07700 900123", "safe_contact.phone.safe": "yes"}
REFUSED = {"sharing.consent": "refused"}
LANDLORD = NONE_OF_IT | SAFE | {
    "_caller": "victim", "category": "noise", "facts.noise_kind": "living", "facts.persistent": "no",
    "facts.statutory_nuisance_likely": "no", "facts.tenure_of_source": "housing_association",
    "facts.tenure_of_reporter": "owner", "facts.landlord": "Wandle Housing", "facts.landlord_contacted": "no",
}  # fmt: skip
# The landlord is one of the register, and has a mailbox here; of "Example Homes" nobody knows any.
WANDLE = "L0277"
UNREACHED = LANDLORD | {"facts.landlord": "Example Homes"}


class Calls:
    """The whole product, an officer before the blank form, and what was recorded since."""

    def __init__(self, borough: LittleBorough, officer: Browser) -> None:
        self.borough, self.officer = borough, officer
        borough.settle()
        self._since = {name: service.store.head() for name, service in borough.built.services.items()}
        officer.open(FORM)

    def facts(self, kind: type[Any]) -> list[Any]:
        page = self.borough.built.services["intake"].store.page(self._since["intake"])
        return [each.fact for each in page if isinstance(each.fact, kind)]

    def names_in_triage(self) -> list[str]:
        self.borough.settle()
        return [each.name for each in self.borough.built.services["triage"].store.page(self._since["triage"])]


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LittleBorough, Browser]]:
    borough = LittleBorough(tmp_path_factory.mktemp("ending"))
    with_a_mailbox(borough.built.services["triage"], borough.clock(), WANDLE, "Wandle Housing Association")
    officer = Browser(signed_in(borough.app, Role.CONTACT_CENTRE))
    officer.csrf = csrf_of(borough.app, officer.client)
    yield borough, officer
    borough.close()


@pytest.fixture
def calls(signed: tuple[LittleBorough, Browser]) -> Calls:
    return Calls(*signed)


def looked(officer: Browser, **sent: str) -> Browser:
    officer.send(FORM, {"then": "look", **sent})
    return officer


def test_a_signpost_is_closed_in_one_action_with_words_destination_and_minutes(calls: Calls) -> None:
    officer = looked(calls.officer, **LANDLORD)
    assert "May I pass on your name" in officer.text
    officer.send(FORM, LANDLORD | {"then": "finish"})
    assert officer.status == 422
    assert 'href="#sharing-consent"' in officer.text
    looked(officer, **LANDLORD, **{"sharing.consent": "given"})
    officer.send(FORM, LANDLORD | {"sharing.consent": "given", "_minutes": "6", "then": "finish"})
    (ended,) = calls.facts(CallEnded)
    assert officer.at == f"/intake/referrals/{ended.reference}"
    opened = calls.borough.built.ground.keyring.open
    assert (ended.ended, ended.route, ended.caller, ended.sent_on) == ("signposted", "social_landlord", "victim", True)
    assert (ended.saying, ended.wording) == ("social_landlord_sent_on", 1)
    assert "I send it to Wandle Housing today." in str(opened(ended.said, Narrative))
    assert opened(ended.destination, Narrative) == "Wandle Housing"
    assert [fact.minutes for fact in calls.facts(MinutesSpent)] == [6]
    assert "Read out on the telephone, and sent on" in officer.text
    names = calls.names_in_triage()
    assert names.count("triage.decision_confirmed") == names.count("triage.referral_signposted") == 1
    card = calls.borough.get(f"/triage/referrals/{ended.reference}", Role.TRIAGE_OFFICER).text
    assert "An officer showed the caller this door on the telephone" in card
    assert "Nothing is waiting" in officer.open(f"{FORM}/unfinished")
    assert ended.said is not None
    calls.borough.built.ground.keyring.destroy(ended.said.p)
    assert "Wandle Housing" not in officer.open(f"/intake/referrals/{ended.reference}")
    assert officer.status == 200


@pytest.mark.parametrize("landlord", ["Example Homes", "Peabody"], ids=["nobody knows them", "no mailbox of theirs"])
def test_where_no_mailbox_was_made_sure_of_an_officer_tells_them_and_nobody_says_it_was_sent(
    calls: Calls, landlord: str
) -> None:
    told = UNREACHED | {"facts.landlord": landlord, "sharing.consent": "given"}
    officer = looked(calls.officer, **told)
    assert "I send it" not in officer.text
    assert f"One of our officers tells {landlord} what you told me." in officer.text
    assert "Leave it to an officer and finish" in officer.text
    officer.send(FORM, told | {"then": "finish"})
    (ended,) = calls.facts(CallEnded)
    assert (ended.saying, ended.sent_on) == ("social_landlord_by_officer", True)
    assert "for an officer to pass on" in officer.text
    assert calls.names_in_triage().count("triage.handover_left_open") == 1
    assert ended.reference in calls.borough.get("/triage/handovers", Role.TRIAGE_OFFICER).text


@pytest.mark.parametrize(
    ("typed", "reached"),
    [
        ({}, True),
        ({"reporter.anonymous": "yes"}, False),
        ({"safe_contact.phone.safe": "no", "safe_contact.post.safe": "unknown"}, False),
        ({"safe_contact.phone.safe": "no", "safe_contact.email.safe": "yes"}, True),
    ],
    ids=["not asked yet", "anonymous", "no way is safe", "one way is safe"],
)
def test_nobody_is_promised_to_be_contacted_who_cannot_be(typed: dict[str, str], reached: bool) -> None:
    call = Call({name: [value] for name, value in typed.items()}, "once", started(MONDAY))
    assert call.unreached is not reached


@pytest.mark.parametrize(
    ("said", "sent_on"),
    [
        (REFUSED, False),
        ({"sharing.consent": "not_sought"}, False),
        (
            {
                "sharing.consent": "refused",
                "sharing.lawful_basis": "public_task",
                "sharing.why": "A child lives there.",
            },
            True,
        ),
    ],
    ids=["refused", "not asked", "on another footing"],
)
def test_details_go_on_with_a_yes_or_on_a_footing_with_a_reason_and_never_otherwise(
    calls: Calls, said: dict[str, str], sent_on: bool
) -> None:
    officer = looked(calls.officer, **LANDLORD, **said)
    assert ("I send it" in officer.text) is sent_on
    officer.send(FORM, LANDLORD | said | {"then": "finish"})
    assert [ended.sent_on for ended in calls.facts(CallEnded)] == [sent_on]


def test_a_footing_needs_a_reason_and_words_nobody_saw_were_not_read_out(calls: Calls) -> None:
    officer = looked(calls.officer, **LANDLORD)
    officer.send(FORM, LANDLORD | {"sharing.lawful_basis": "public_task", "then": "finish"})
    assert 'href="#sharing-why"' in officer.text
    officer.send(FORM, LANDLORD | {"sharing.consent": "refused", "_saying": "ours.1", "then": "finish"})
    assert "Read them out, then finish." in officer.text
    assert calls.facts(CallEnded) == []
    officer.send(FORM, LANDLORD | {"sharing.consent": "refused", "then": "finish"})
    assert len(calls.facts(CallEnded)) == 1


@pytest.mark.parametrize("name", ["facts.domestic_abuse", "facts.immediate_danger", "facts.violence_or_threats"])
def test_nothing_ends_by_a_signpost_that_the_rules_do_not_recommend(calls: Calls, name: str) -> None:
    officer = looked(calls.officer, **LANDLORD)
    officer.send(
        FORM, LANDLORD | {name: "yes", "facts.persistent": "yes", "then": "finish", "sharing.consent": "given"}
    )
    assert officer.status == 422
    assert calls.facts(CallEnded) == []
    assert 'value="07700 900123"' in officer.text


def test_what_is_handed_over_is_ours_and_nobody_confirms_it_for_triage(calls: Calls) -> None:
    officer = calls.officer
    whole = LANDLORD | {"occurred.pattern": "at night", "people.perpetrator.full_name": "not known"}
    officer.send(FORM, whole | {"then": "save"})
    (ended,) = calls.facts(CallEnded)
    assert (ended.ended, ended.said) == ("handed_over", None)
    assert "triage.decision_confirmed" not in calls.names_in_triage()


def test_a_dropped_call_becomes_a_referral_at_once_whatever_is_missing_or_wrong(desk: FrontDesk) -> None:
    officer = desk.officer()
    officer.open(FORM)
    bad = {"location.postcode": "nowhere", "facts.victim_age": "old", "reporter.full_name": "Amina Okafor"}
    officer.send(FORM, SAFE | bad | {"then": "dropped", "_minutes": "ten"})
    (submitted,) = desk.submitted()
    assert officer.at == f"/intake/referrals/{submitted.reference}"
    assert submitted.kind == "unsure"
    assert "The call was cut off" in officer.text
    assert "Call back on the number that was said to be safe" in officer.text
    for kept in ("Amina Okafor", "Postcode nowhere", "How old is the person it happens to? old"):
        assert kept in officer.text
    assert "Call back on the number" in officer.open(f"{FORM}/unfinished")
    officer.open(f"/intake/referrals/{submitted.reference}")
    officer.send(f"/intake/referrals/{submitted.reference}/call-back", {"outcome": "reached"})
    assert "has been followed up" in officer.text
    assert "No call that was cut off waits" in officer.open(f"{FORM}/unfinished")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"reporter.phone": "07700 900123"}, "Do not call back"),
        ({"reporter.phone": "07700 900123", "safe_contact.phone.safe": "no"}, "Do not call back"),
        (SAFE | {DANGER.all_name: "yes"}, "Call 999 now and give the police"),
        (SAFE | {"_caller": "complained_of"}, "Do not call back"),
    ],
    ids=["never asked", "not safe", "in danger", "the person complained of"],
)
def test_after_a_dropped_call_only_what_is_safe_is_asked_for(desk: FrontDesk, typed: dict[str, str], says: str) -> None:
    officer = desk.officer()
    officer.open(FORM)
    officer.send(FORM, typed | {"then": "dropped"})
    assert says in officer.text
    assert "Call back on the number" not in officer.text


def test_of_a_call_nobody_said_a_word_in_nothing_is_saved(desk: FrontDesk) -> None:
    officer = desk.officer()
    officer.open(FORM)
    officer.send(FORM, {"channel": "phone", "then": "dropped"})
    assert "there is nothing to save" in officer.text
    assert desk.submitted() == []


def test_the_person_complained_of_is_on_record_as_nobodys_reporter(desk: FrontDesk) -> None:
    officer = desk.officer()
    officer.open(FORM)
    told = SAFE | {"_caller": "complained_of", "reporter.full_name": "Mark Penrose", "kind": "domestic_abuse"}
    officer.send(FORM, told | {"then": "anyway"})
    (fact,) = desk.submitted()
    assert fact.reporter_id is None
    assert [person.roles for person in fact.people] == [("perpetrator",)]
    assert {fact.safe_contact.phone.safe, fact.people[0].safe_contact} == {"unknown", None}


def test_the_button_pressed_twice_ends_one_call(desk: FrontDesk) -> None:
    officer = desk.officer()
    officer.open(FORM)
    form = officer.text
    officer.send(FORM, SAFE | {"then": "dropped"})
    officer.text = form
    officer.send(FORM, SAFE | {"then": "dropped"})
    assert len(desk.submitted()) == 1
    assert re.fullmatch(r"/intake/referrals/WM-[^/]+", officer.at)
