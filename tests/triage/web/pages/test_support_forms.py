"""Support by its forms, as officers and the adviser give it; no address anywhere, none of it outside domestic abuse."""

import json
import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from services.triage.domain.support.events import PlacementMade, RecourseNoted, SafetyActionAgreed, UnsafeAreaNamed
from services.triage.domain.support.heard_events import SafeWaysHeard
from services.triage.web.pages.support_forms import TASKS
from shared.access.roles import Role
from shared.kernel.personal import ERASED, Narrative, Sensitive
from tests.support.builders.triage import ABUSE, PERSISTENT, LittleTriage
from tests.support.builders.web import csrf_of, signed_in

pytestmark = pytest.mark.slow

PEOPLE = (("Amina Bello", "victim"), ("Mark Penrose", "perpetrator"))
HER = "person-1-0"
NOON = {"told_at-day": "23", "told_at-month": "11", "told_at-year": "2026", "told_at-time": "09:00"}


class Seated:
    """Somebody at a browser, and the little triage behind it."""

    def __init__(self, triage: LittleTriage, role: Role) -> None:
        self.triage, self.role = triage, role
        self.browser: TestClient = signed_in(triage.app, role, name=f"{role.value}@example")
        self.account_id = next(each.account_id for each in triage.access.accounts.all(role))

    def read(self, path: str, status: int = 200) -> str:
        answer = self.browser.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))

    def page(self, reference: str) -> str:
        """The page of support, which both have."""
        return self.read(f"/triage/cases/{reference}/support")

    def front(self, reference: str) -> str:
        """The first page of the case, as each has it."""
        return self.read(f"/triage/{'support' if self.role is Role.IDVA else 'cases'}/{reference}")

    def found(self, reference: str, pattern: str) -> str:
        """What a pattern finds first on the page of support."""
        found = re.search(pattern, self.browser.get(f"/triage/cases/{reference}/support").text)
        assert found is not None
        return found[1]

    def send(self, path: str, expected: int = 303, **fields: str) -> str:
        form = {**fields, "csrf": csrf_of(self.triage.app, self.browser)}
        answer = self.browser.post(path, data=form, follow_redirects=False)
        self.triage.settle()
        said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))
        assert answer.status_code == expected, said[200:900]
        return said

    def work(self, reference: str, task: str, expected: int = 303, **fields: str) -> str:
        return self.send(f"/triage/cases/{reference}/support/{task}", expected, **fields)


@pytest.fixture
def officer(triage: LittleTriage) -> Seated:
    return Seated(triage, Role.CASE_OFFICER)


@pytest.fixture
def adviser(triage: LittleTriage) -> Seated:
    return Seated(triage, Role.IDVA)


def day(name: str, day: int, month: int = 11) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": "2026"}


def stay(**changes: str) -> dict[str, str]:
    typed = {"person_id": HER, "place": "refuge", "code": "R-7", "outside": "yes", "children": "2", "checked": "clear"}
    return {**typed, **day("starts_on", 23), **changes}


def placed(triage: LittleTriage, reference: str) -> list[PlacementMade]:
    return [fact for fact in triage.facts_of(reference) if isinstance(fact, PlacementMade)]


def test_an_adviser_takes_a_case_reaches_her_and_a_plan_is_agreed(
    triage: LittleTriage, officer: Seated, adviser: Seated
) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    assert "Give the case to an adviser, who reaches them Due 24 November 2026, 09:12" in officer.front(reference)
    assert "0 open cases" in officer.read(f"/triage/cases/{reference}/support/adviser")
    officer.work(reference, "adviser", adviser_id=adviser.account_id)
    adviser.work(reference, "tried", person_id=HER, way="phone", outcome="no_answer")
    assert "Not reached yet, tried 1 time: due by 24 November 2026, 09:12." in adviser.page(reference)
    adviser.work(reference, "tried", person_id=HER, way="phone", outcome="reached")
    assert "Reached on 23 November 2026" in officer.page(reference)
    action = {"person_id": HER, "text": "Change the locks", "agency": "housing", "owner": "The duty officer"}
    missing = adviser.work(reference, "action", 422, **action)
    assert "By which day? Give a day, such as 27 3 2026." in missing
    assert "Change the locks" in missing
    adviser.work(reference, "action", **action, **day("due_on", 24))
    words = officer.page(reference)
    assert "Change the locks (Housing, The duty officer), by 24 November 2026 What became of it" in words
    triage.clock.set(triage.clock() + timedelta(days=2))
    assert "Late Change the locks" in officer.page(reference)
    late = officer.front(reference)
    assert "An action of the safety plan Late Was due 24 November 2026, 23:59" in late


def test_a_refuge_is_a_code_and_no_address_gets_into_fact_log_address_or_page(
    triage: LittleTriage, adviser: Seated, capfd: pytest.CaptureFixture[str]
) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    adviser.work(reference, "area-none", person_id=HER)
    for code in ("9 Nowhere Street SW19 1AA", "R-7 Nowhere"):
        refused = adviser.work(reference, "place", 422, **stay(code=code))
        assert "Never its address." in refused
    assert "Of a refuge this is not kept. Choose none." in adviser.work(
        reference, "place", 422, **stay(borough="Camden")
    )
    adviser.work(reference, "place", **stay())
    (made,) = placed(triage, reference)
    assert (made.code, made.borough, made.ward, made.found) == ("R-7", None, None, "clear")
    page = adviser.page(reference)
    assert "Refuge R-7 since 23 November 2026, 2 children. Compared with where it is not safe: clear." in page
    kept = "".join(repr(each) for each in triage.service.store.page(0, 10_000))
    written = "".join(capfd.readouterr())
    for where in (kept, written, page, adviser.read("/triage/refuges")):
        assert "Nowhere" not in where


def test_a_place_where_it_is_not_safe_is_refused_and_what_was_typed_stays(
    triage: LittleTriage, officer: Seated
) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    officer.work(reference, "area", person_id=HER, area="borough", borough="Camden", ward="", words="")
    officer.work(reference, "area", person_id=HER, area="words", words="his mother’s flat", borough="", ward="")
    elsewhere = {"place": "emergency_accommodation", "code": "E-12", "borough": "Camden", "ward": ""}
    form = officer.read(f"/triage/cases/{reference}/support/place")
    assert "It is not safe for them here: Camden; his mother’s flat." in form
    refused = officer.work(reference, "place", 409, **stay(**elsewhere))
    assert "This place lies where it is not safe for them. Choose another, or give a reason" in refused
    assert placed(triage, reference) == []
    unknown = stay(**{**elsewhere, "borough": "Lambeth", "checked": "not_checked"})
    assert "It is not known whether this place lies" in officer.work(reference, "place", 409, **unknown)
    officer.work(reference, "place", **stay(**elsewhere, despite="nowhere_else_tonight"))
    (made,) = placed(triage, reference)
    assert (made.found, made.despite, made.placed_by) == ("not_safe", "nowhere_else_tonight", officer.account_id)
    words = officer.page(reference)
    assert "Not safe Emergency accommodation E-12" in words
    for seated in (officer, Seated(triage, Role.IDVA)):
        assert "Not safe: Camden; his mother’s flat." in seated.front(reference)
    assert "Used all the same: there is nowhere else tonight." in words


def test_a_reciprocal_request_names_nobody_and_is_found_by_its_code(triage: LittleTriage, officer: Seated) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    officer.work(reference, "area-none", person_id=HER)
    seek = {"person_id": HER, "scheme": "pan_london", "bedrooms": "2", "landlord_agrees": "yes"}
    four = {f"boroughs-{borough}": "yes" for borough in ("Barnet", "Brent", "Camden", "Tower Hamlets")}
    refused = officer.work(reference, "reciprocal", 422, **seek, **four)
    assert "Tick at least 5 boroughs in which they would live." in refused
    officer.work(reference, "reciprocal", **seek, **four, **{"boroughs-Ealing": "yes"})
    found = officer.found(reference, r"/triage/reciprocal/(RM-[0-9A-Z]{4}-[0-9A-Z])")
    request = officer.read(f"/triage/reciprocal/{found}")
    assert f"Pan-London Housing Reciprocal: request {found}" in request
    for hidden in ("Amina", "Bello", "Penrose", reference):
        assert hidden not in request
    officer.read("/triage/reciprocal/RM-0000-0", 404)


def test_recourse_is_sealed_and_plans_go_with_their_key(triage: LittleTriage, officer: Seated) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    officer.work(reference, "recourse", person_id=HER, no_recourse="yes")
    action = {"person_id": HER, "text": "Call her sister", "agency": "adviser", "owner": "Jo"}
    officer.work(reference, "action", **action, **day("due_on", 30))
    officer.work(reference, "area", person_id=HER, area="words", words="the market", borough="", ward="")
    words = officer.page(reference)
    assert "No recourse: yes. Southall Black Sisters" in words
    facts = triage.facts_of(reference)
    sealed = [fact for fact in facts if isinstance(fact, RecourseNoted | SafetyActionAgreed | UnsafeAreaNamed)]
    assert not re.search('Call her sister|market|"yes"', json.dumps([repr(fact) for fact in sealed]))
    keyring = triage.ground.keyring
    keyring.destroy(HER)
    opened = [
        keyring.open(fact.no_recourse, Sensitive) if isinstance(fact, RecourseNoted) else ERASED for fact in sealed
    ]
    assert opened == [ERASED] * 3
    gone = officer.page(reference) + officer.front(reference)
    assert ("sister" in gone, "market" in gone, "Southall" in gone) == (False, False, False)
    agreed = next(fact for fact in sealed if isinstance(fact, SafetyActionAgreed))
    assert keyring.open(agreed.text, Narrative) == ERASED


def test_the_law_of_the_day_works_at_home_a_visit_and_an_order(triage: LittleTriage, officer: Seated) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    officer.work(
        reference, "need", person_id=HER, homeless_from_abuse="yes", vulnerable="unknown", **day("applied_on", 23)
    )
    officer.work(reference, "band", band="band_2", ground="housing_needs_panel", **day("decided_on", 23))
    officer.work(reference, "sanctuary", person_id=HER, tenure="council", contact_id=officer.account_id)
    works = officer.found(reference, r"works=([0-9a-f-]+)")
    officer.work(reference, "sanctuary-step", works=works, status="surveyed")
    officer.work(reference, "sanctuary-step", 422, works=works, status="works_done")
    visit = {"person_id": HER, "came": "call_card", "campaign": "7k3f", "topics-orders": "yes"}
    officer.work(reference, "drop-in", **visit, **day("held_on", 23))
    officer.work(reference, "order", order="non_molestation", **NOON)
    words = officer.page(reference)
    assert "Priority need: yes, by the law of 23 November 2026." in words
    assert "Band 2: urgent, as management or housing needs, decided 23 November 2026." in words
    assert "The home was surveyed. Jo Okafor answers for it." in words
    assert "They came on 23 November 2026: court orders." in words
    assert "the police were told and must say by 24 November 2026 that they have it." in words
    order = officer.found(reference, r"order-known\?order=([0-9a-f-]+)")
    known = {name.replace("told_at", "acknowledged_at"): value for name, value in NOON.items()}
    officer.work(reference, "order-known", order=order, **known)
    assert "Non-molestation order: the police have it." in officer.page(reference)


def test_nothing_of_it_is_there_where_no_domestic_abuse_was_seen(
    triage: LittleTriage, officer: Seated, adviser: Seated
) -> None:
    abuse, other = triage.refer(*PEOPLE, **ABUSE), triage.refer(("Mark Penrose", "victim"), **PERSISTENT)
    assert "Support and safety" in officer.front(abuse)
    assert "Support and safety" not in officer.front(other)
    for part in ("support", "handling", "since"):
        officer.read(f"/triage/cases/{abuse}/{part}")
        officer.read(f"/triage/cases/{other}/{part}", 404)
    for task in TASKS:
        for seated in (officer, adviser):
            seated.read(f"/triage/cases/{other}/support/{task}", 404)
    officer.read(f"/triage/cases/{abuse}/support/no-such-task", 404)
    officer.read(f"/triage/cases/{abuse}/support/tried", 404)
    adviser.read(f"/triage/cases/{abuse}/support/tried")
    assert {"support"} <= {what for _, what, _ in triage.looks()}


def test_who_carries_what_is_seen_by_those_who_support_and_entered_by_the_manager(
    triage: LittleTriage, officer: Seated, adviser: Seated
) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    assert reference in officer.read("/triage/advisers")
    officer.read("/triage/advisers/hours", 404)
    manager = Seated(triage, Role.SERVICE_MANAGER)
    hours = {"adviser_id": adviser.account_id, "hundredths": "60", **day("from_on", 23)}
    manager.send("/triage/advisers/hours", **hours)
    officer.work(reference, "adviser", adviser_id=adviser.account_id)
    words = adviser.read("/triage/advisers")
    assert "Jo Okafor 0.60 whole 1 36 to 48 1 of 60" in words
    assert "Every open case has an adviser." in words
    assert "Has left" not in officer.page(reference)
    triage.access.accounts.close(adviser.account_id)
    assert reference in officer.read("/triage/advisers")
    assert "Has left: give it to another Jo Okafor advises in this case." in officer.page(reference)


def test_what_refuges_have_free_is_told_by_code(adviser: Seated, officer: Seated) -> None:
    adviser.send("/triage/refuges/vacancies", code="r-7", rooms="1", children_places="2")
    assert "R-7 1 2 23 November 2026" in officer.read("/triage/refuges")
    said = adviser.send("/triage/refuges/vacancies", 422, code="9 High Street", rooms="1", children_places="2")
    assert "Never its address." in said


def test_an_adviser_hears_how_she_may_be_reached_and_nobody_else_has_that_form(
    triage: LittleTriage, officer: Seated, adviser: Seated
) -> None:
    reference, form = triage.refer(*PEOPLE, **ABUSE), f"safe-ways?person={HER}"
    link = f"/triage/cases/{reference}/support/{form}"
    assert link in adviser.browser.get(f"/triage/support/{reference}").text
    said = {"person": HER, "phone": "yes", "voicemail": "no", "sms": "no", "email": "unknown", "post": "no"}
    left_out = adviser.work(reference, "safe-ways", 422, **said)
    assert "Is it safe to visit? Choose one of the answers." in left_out
    wrong = adviser.work(reference, "safe-ways", 422, **said, in_person="no", times="when he is out")
    assert "When is it safe to call? Give days and hours" in wrong
    adviser.work(reference, "safe-ways", **said, in_person="no", times="weekdays 10am to 2pm\nSat 18:00-20:00")
    (heard,) = [fact for fact in triage.facts_of(reference) if isinstance(fact, SafeWaysHeard)]
    contact = heard.safe_contact
    assert (contact.phone.safe, contact.phone.voicemail, contact.sms.safe, contact.post.safe) == (
        "yes",
        "no",
        "no",
        "no",
    )
    assert contact.phone.times == ("Mon-Fri 10:00-14:00", "Sat 18:00-20:00")
    assert (contact.confirmed_at, heard.heard_by) == (triage.clock(), adviser.account_id)
    officer.read(f"/triage/cases/{reference}/support/{form}", 404)
    for other in ("person-1-1", "nobody"):
        adviser.read(f"/triage/cases/{reference}/support/safe-ways?person={other}", 404)
    elsewhere = triage.refer(*PEOPLE, **PERSISTENT)
    adviser.read(f"/triage/cases/{elsewhere}/support/safe-ways?person=person-2-0", 404)
