"""The directory behind its app: the public feed and pages, the manager's keeping of it, and what a decision shows."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.triage.domain.events import ReferralSignposted
from shared.access.roles import Role
from tests.support.builders.directory import ID, a_service
from tests.support.builders.triage import FLY_TIP, LIVING_NOISE, SCREENED, LittleTriage
from tests.triage.application.directory.hsds import faults

pytestmark = pytest.mark.slow

STREETS = "street_services"


@pytest.fixture(scope="module")
def triage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleTriage]:
    made = LittleTriage(tmp_path_factory.mktemp("directory"))
    yield made
    made.close()


def form(triage: LittleTriage, path: str, role: Role = Role.SERVICE_MANAGER, **fields: str) -> Any:
    answer = triage.client.post(path, data=fields, headers=triage.headers(role), follow_redirects=False)
    triage.settle()
    return answer


def sent(triage: LittleTriage, path: str, content: bytes, role: Role = Role.SERVICE_MANAGER) -> Any:
    files = {"file": ("list", content, "application/octet-stream")}
    return triage.client.post(path, files=files, headers=triage.headers(role))


def id_of(triage: LittleTriage, destination: str) -> str:
    listed = triage.desk().directory.now().services.values()
    return next(each.entry.id for each in listed if destination in {p.destination for p in each.provides})


def day(name: str, *parts: int) -> dict[str, str]:
    return {f"{name}-{part}": str(value) for part, value in zip(("day", "month", "year"), parts, strict=True)}


def test_the_feed_has_its_three_calls_and_each_is_valid(triage: LittleTriage) -> None:
    root = triage.client.get("/directory/").json()
    assert (faults("root", root), root["version"]) == ([], "HSDS-UK-3.0")
    page = triage.client.get("/directory/services", params={"per_page": 7, "page": 2}).json()
    assert (faults("page", page), page["page_number"], len(page["contents"])) == ([], 2, 7)
    whole = triage.client.get(f"/directory/services/{page['contents'][0]['id']}").json()
    assert faults("service", whole) == []
    assert whole.items() >= page["contents"][0].items()


def test_the_feed_says_where_it_is_described(triage: LittleTriage) -> None:
    described = triage.client.get("/directory/openapi.json").json()
    assert set(described["paths"]) == {"/directory/", "/directory/services", "/directory/services/{service_id}"}


def test_what_is_asked_of_the_feed_must_all_hold(triage: LittleTriage) -> None:
    found = triage.client.get("/directory/services", params={"search": "MEDIATION sides"}).json()["contents"]
    assert [each["name"] for each in found] == ["Community mediation service"]
    term = triage.client.get(f"/directory/services/{found[0]['id']}").json()["attributes"][0]["taxonomy_term"]["id"]
    both = {"search": "graffiti", "taxonomy_term_id": term}
    assert triage.client.get("/directory/services", params=both).json()["empty"]


@pytest.mark.parametrize("path", [f"/directory/services/{ID}", "/directory/services/42", f"/directory/find/{ID}"])
def test_a_service_there_is_not_is_not_found(triage: LittleTriage, path: str) -> None:
    assert triage.client.get(path).status_code in (404, 422)


def test_a_person_who_types_the_address_is_shown_the_page(triage: LittleTriage) -> None:
    page = triage.client.get("/directory/", headers={"accept": "text/html"})
    assert (page.url.path, page.status_code) == ("/directory/find", 200)


def test_residents_find_by_need_and_no_address_tells_what_they_looked_for(triage: LittleTriage) -> None:
    page = triage.client.get("/directory/find").text
    assert "Somewhere safe to stay" in page
    code = page.split("Stalking</a>")[0].rsplit("need=", 1)[1].split('"')[0]
    assert code.isalnum()
    assert "stalk" not in code
    found = triage.client.get("/directory/find", params={"need": code}).text
    assert "Stalking advocacy service" in found
    assert "Checked on 2 November 2026" in found
    assert "<title>Stalking" not in found


def test_a_hidden_address_is_told_to_nobody(triage: LittleTriage) -> None:
    refuge = next(e for e in triage.desk().directory.now().services.values() if e.entry.hidden)
    assert "Their address is told to nobody" in triage.client.get(f"/directory/find/{refuge.entry.id}").text


def test_a_dry_run_says_who_takes_it_on_the_day_of_receipt(triage: LittleTriage) -> None:
    case = {"kind": "domestic_abuse", "facts": {"victim_age": 34}}
    then = triage.post("/triage/api/evaluate", {**case, "received_on": "2019-05-01"}).json()
    now = triage.post("/triage/api/evaluate", {**case, "received_on": "2026-11-23"}).json()
    assert then["shown"][0]["organization"] == "Victim Support"
    assert now["shown"][0]["organization"] == "Example Women's Aid"
    assert then["primary"]["destination"] == then["shown"][0]["name"] != now["primary"]["destination"]


def test_what_was_shown_stands_as_it_stood_whatever_is_said_later(triage: LittleTriage) -> None:
    reference = triage.refer(**FLY_TIP)
    triage.post(f"/triage/api/referrals/{reference}/confirm", None)
    (fact,) = [each for each in triage.facts_of(reference) if isinstance(each, ReferralSignposted)]
    assert [each.name for each in fact.shown] == ["Street services: report it online"]
    path = f"/triage/directory/services/{id_of(triage, STREETS)}"
    assert form(triage, f"{path}/assure", **day("due", 1, 5, 2027)).status_code == 303
    stored = triage.get(f"/triage/api/referrals/{reference}/decision").json()
    assert (stored["shown"][0]["revision"], stored["shown"][0]["due_on"]) == (0, "2027-11-02")
    assert "What they were shown" in triage.get(f"/triage/referrals/{reference}").text


def test_a_door_that_is_closed_closes_no_referral_and_says_so_everywhere(triage: LittleTriage) -> None:
    path = f"/triage/directory/services/{id_of(triage, 'mediation')}"
    said = {"status": "paused", "why": "they_told_us", **day("from", 23, 11, 2026)}
    assert form(triage, f"{path}/status", **said).status_code == 303
    reference = triage.refer(**{**LIVING_NOISE, "answers": {**SCREENED, "noise_kind": "living", "persistent": "no",
        "tenure_of_source": "owner", "tenure_of_reporter": "owner", "statutory_nuisance_likely": "no"}})  # fmt: skip
    refused = triage.post(f"/triage/api/referrals/{reference}/confirm", None)
    assert (refused.status_code, refused.json()["code"]) == (409, "nobody_takes_it")
    assert "Nobody takes this today" in triage.get(f"/triage/referrals/{reference}").text
    assert "Nobody takes this today" in triage.get("/triage/directory", Role.SERVICE_MANAGER).text
    assert "Nobody takes this at the moment" in triage.client.get("/directory/help").text
    assert form(triage, f"{path}/status", **{**said, "status": "open"}).status_code == 303
    assert triage.post(f"/triage/api/referrals/{reference}/confirm", None).status_code == 200
    page = triage.client.get("/directory/help").text
    assert "Nobody takes this at the moment" not in page
    assert "checked 2 November 2026" in page


def test_a_list_with_a_fault_keeps_nothing_and_tells_every_fault(triage: LittleTriage) -> None:
    before = len(triage.desk().directory.now().services)
    content = json.dumps([a_service(id=ID), a_service(id="42", status="open")]).encode()
    answer = sent(triage, "/triage/directory/import", content)
    assert answer.status_code == 422
    assert answer.text.count("Service 2 (Talking Together)") == 2
    assert len(triage.desk().directory.now().services) == before


def test_a_list_is_taken_in_once_and_brings_no_news_twice(triage: LittleTriage) -> None:
    content = json.dumps([a_service(takes={"mediation": "2026-11-23/.."}, name="Newest of all")]).encode()
    assert "1 service read, 1 new or told otherwise" in sent(triage, "/triage/directory/import", content).text
    assert "1 service read, 0 new or told otherwise" in sent(triage, "/triage/directory/import", content).text
    assert "Newest of all" in triage.client.get("/directory/services", params={"search": "newest"}).text
    page = triage.get(f"/triage/directory/services/{ID}", Role.SERVICE_MANAGER).text
    assert "The service stands in the directory as upload tells it." in page


@pytest.mark.parametrize(
    ("step", "fields", "says"),
    [
        ("assure", day("due", 31, 2, 2027), "Give a day that there is"),
        ("assure", day("due", 1, 1, 2020), "after today, and within two years"),
        ("status", {"status": "asleep", "why": "x", **day("from", 1, 1, 2027)}, "Choose how it stands."),
        ("provider", {"destination": "", **day("first", 1, 1, 2027)}, "Choose what it takes."),
        (
            "provider",
            {"destination": "mediation", **day("first", 2, 1, 2027), **day("last", 1, 1, 2027)},
            "The last day is before the first.",
        ),
        ("mailbox", {"mailbox": "a@b.example, c@d.example", **day("boxdue", 1, 1, 2027)}, "Give one e-mail address"),
    ],
)
def test_what_cannot_be_so_is_said_and_what_was_typed_is_kept(
    triage: LittleTriage, step: str, fields: dict[str, str], says: str
) -> None:
    answer = form(triage, f"/triage/directory/services/{id_of(triage, 'civil_advice')}/{step}", **fields)
    assert answer.status_code in (409, 422)
    assert says in answer.text
    assert all(f'value="{value}"' in answer.text for value in fields.values() if value.isdecimal())


def test_a_provider_ends_and_another_begins(triage: LittleTriage) -> None:
    path = f"/triage/directory/services/{id_of(triage, 'civil_advice')}"
    said = {"destination": "civil_advice", **day("first", 1, 1, 2027), **day("last", 31, 12, 2027)}
    assert form(triage, f"{path}/provider", **said).status_code == 303
    assert "from 1 January 2027 to 31 December 2027" in triage.get(path, Role.SERVICE_MANAGER).text


def test_officers_read_the_directory_and_only_a_manager_keeps_it(triage: LittleTriage) -> None:
    path = f"/triage/directory/services/{id_of(triage, 'civil_advice')}"
    assert "I have made sure of it today" not in triage.get(path).text
    assert form(triage, f"{path}/assure", Role.TRIAGE_OFFICER, **day("due", 1, 5, 2027)).status_code == 404
    assert sent(triage, "/triage/directory/import", b"[]", Role.TRIAGE_OFFICER).status_code == 404


def test_landlords_are_taken_in_whole_and_found_by_what_people_call_them(triage: LittleTriage) -> None:
    wrong = b"registration,name\nX1 !,One\nX2,\nX3,Three\nX3,Three\n"
    answer = sent(triage, "/triage/directory/landlords/import", wrong)
    assert (answer.status_code, triage.desk().directory.now().landlords) == (422, {})
    names = "registration_number,organisation_name,called"
    table = f"{names}\nX0001,Example Homes Limited,exho; The Example\nX0002,Other Homes,\n".encode()
    answer = sent(triage, "/triage/directory/landlords/import", table)
    assert "2 landlords read, 2 new or told otherwise" in answer.text
    found = triage.get("/triage/directory/landlords?called=exho", Role.CONTACT_CENTRE).text
    assert "Example Homes Limited" in found
    assert "Other Homes" not in found


def test_the_regulators_list_is_taken_as_it_is(triage: LittleTriage, datasets: Path) -> None:
    content = (datasets / "registered-providers-england" / "registered_providers.csv").read_bytes()
    answer = sent(triage, "/triage/directory/landlords/import", content)
    assert answer.status_code == 200
    assert len(triage.desk().directory.now().landlords) > 1_500


def test_anybody_is_told_who_is_there_for_a_need_and_nothing_is_left_behind(triage: LittleTriage) -> None:
    before = triage.service.store.head()
    answer = triage.client.post("/triage/api/sought", json={"kinds": ["single_point_of_access"], "about": "child"})
    ((kind, found),) = answer.json()["found"].items()
    assert kind == "single_point_of_access"
    assert [each["name"].partition(" mental")[0] for each in found] == ["Children and young people’s"]
    for wrong in ({}, {"kinds": []}, {"kinds": ["Ada Example"]}, {"kinds": ["crisis_line"], "about": "Ada"}, []):
        refused = triage.client.post("/triage/api/sought", json=wrong)
        assert (refused.status_code, "Ada" in refused.text) == (422, False)
    assert triage.service.store.head() == before


def test_kinds_of_service_are_no_needs_that_people_look_for(triage: LittleTriage) -> None:
    page = triage.client.get("/directory/find").text
    assert ("Mental health" in page, "Single point of access" in page) == (True, False)


def test_agencies_are_shown_as_they_were_on_a_day(triage: LittleTriage) -> None:
    now = triage.get("/triage/directory/agencies", Role.TRIAGE_OFFICER).text
    then = triage.get("/triage/directory/agencies?on-day=1&on-month=6&on-year=2017", Role.TRIAGE_OFFICER).text
    assert "Southall Black Sisters" in now
    assert now.index("(BCU)</dt>") > 0
    assert then.index("(BOCU)</dt>") > 0
    wrong = triage.get("/triage/directory/agencies?on-day=31&on-month=2&on-year=2017", Role.TRIAGE_OFFICER)
    assert (wrong.status_code, 'value="31"' in wrong.text) == (422, True)
    assert triage.get("/triage/directory/agencies", Role.PARTNER).status_code == 404
