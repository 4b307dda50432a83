"""Open311 GeoReport v2 as partners meet it: in both formats, one's own requests only, no list of anybody's."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from services.intake.domain.commands import NoteOutcome
from shared.access.roles import Referrer, Role
from shared.contracts.vocabulary import VOCABULARY
from tests.support.builders.intake import CONTEXT, NOW
from tests.support.builders.intake_pages import FrontDesk, a_front_desk

pytestmark = pytest.mark.slow

ROOT = "/open311/v2"
FIRST, LAST, PHONE = "Amina", "Okafor", "07700 900123"
PLACE = {"address_string": "14 Example Road"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    """One for all: each test has a partner of its own."""
    with a_front_desk(tmp_path_factory.mktemp("open311")) as made:
        yield made


@pytest.fixture
def partner(desk: FrontDesk, request: pytest.FixtureRequest) -> "System":
    return System(desk, desk.key(name=request.node.name))


class System:
    """A partner's system with a key of its own."""

    def __init__(self, desk: FrontDesk, key: str) -> None:
        self.desk, self.key, self.client = desk, key, TestClient(desk.app, raise_server_exceptions=False)

    def get(self, path: str, key: str | None = None, **query: str) -> Any:
        return self.client.get(f"{ROOT}{path}", params={"api_key": key or self.key, **query})

    def send(self, ending: str = ".json", **form: str) -> Any:
        """Post a request; arguments of another name are fields of the form."""
        sent: Mapping[str, str] = {"api_key": self.key, "service_code": "noise", **PLACE, **form}
        return self.client.post(f"{ROOT}/requests{ending}", data={name: text for name, text in sent.items() if text})

    def report(self, **form: str) -> str:
        answer = self.send(**form)
        assert answer.status_code == 201, answer.text
        return str(answer.json()[0]["service_request_id"])

    def read(self, request_id: str) -> dict[str, Any]:
        (told,) = self.get(f"/requests/{request_id}.json").json()
        return dict(told)


def judged(desk: FrontDesk, reference: str, status: Any, route: str) -> None:
    outcome = NoteOutcome(at=NOW, reference=reference, status=status, outcome="signpost", route=route)
    desk.service.dispatch(outcome, CONTEXT)


def errors(answer: Any) -> list[dict[str, Any]]:
    return list(answer.json())


def test_the_services_are_the_categories_of_anti_social_behaviour_and_nothing_else(partner: System) -> None:
    found = partner.client.get(f"{ROOT}/services.json").json()
    assert [each["service_code"] for each in found] == list(VOCABULARY.categories)
    assert not {*VOCABULARY.strands, *VOCABULARY.kinds} & {each["service_code"] for each in found}
    assert {each["type"] for each in found} == {"realtime"}


def test_the_discovery_document_says_where_to_ask_and_for_what(partner: System) -> None:
    found = partner.client.get("/open311/discovery.json", headers={"host": "waymark.example"}).json()
    (endpoint,) = found["endpoints"]
    assert endpoint["url"] == "http://waymark.example/open311/v2"
    assert endpoint["formats"] == ["application/json", "text/xml"]
    as_xml = ElementTree.fromstring(partner.client.get("/open311/discovery.xml").content)
    assert [each.text for each in as_xml.iter("format")] == endpoint["formats"]


@pytest.mark.parametrize("path", ["/services", "/services/noise", "/requests"])
def test_both_formats_say_the_same(partner: System, path: str) -> None:
    as_json = partner.client.get(f"{ROOT}{path}.json")
    as_xml = partner.client.get(f"{ROOT}{path}.xml")
    assert as_json.headers["content-type"] == "application/json"
    assert as_xml.headers["content-type"] == "text/xml; charset=utf-8"
    assert as_xml.text.startswith("<?xml version='1.0' encoding='utf-8'?>")
    texts = [text.strip() for text in ElementTree.fromstring(as_xml.content).itertext() if text.strip()]
    assert texts == [text for text in _leaves(as_json.json()) if text]


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _leaves(part)
    elif value is not None:
        yield str(value)


def test_without_an_ending_the_format_is_the_one_that_is_accepted(partner: System) -> None:
    plain = partner.client.get(f"{ROOT}/services")
    wanted = partner.client.get(f"{ROOT}/services/noise", headers={"accept": "application/xml"})
    assert plain.headers["content-type"] == "application/json"
    assert ElementTree.fromstring(wanted.content).tag == "service_definition"


def test_a_request_is_taken_in_as_a_referral_by_the_keys_partner(desk: FrontDesk) -> None:
    partner = System(desk, desk.key("northgate", "a landlord", referrer=Referrer.LANDLORD))
    reference = partner.report(
        first_name=FIRST, last_name=LAST, phone=PHONE, email="amina@example.org", description="Music.\nEvery night.",
        lat="51.41", long="-0.19", address_id="000012345678", **{"attribute[noise_kind]": "party"},
    )  # fmt: skip
    shown = desk.get(f"/intake/api/referrals/{reference}").json()
    assert (shown["kind"], shown["channel"], shown["agency"]) == ("asb", "partner", "northgate")
    assert (shown["category"], shown["facts"]) == ("noise", {"noise_kind": "party"})
    assert shown["description"] == "Music.\nEvery night."
    assert shown["reporter"]["full_name"] == f"{FIRST} {LAST}"
    assert shown["location"]["uprn"] == "000012345678"
    assert {shown["safe_contact"][way]["safe"] for way in ("phone", "sms", "email", "post")} == {"unknown"}


def test_the_answer_says_what_to_do_in_an_emergency(partner: System) -> None:
    (answer,) = partner.send().json()
    assert "999" in answer["service_notice"]


def test_a_key_reads_what_it_sent_of_the_matter_and_nothing_about_anybody(partner: System) -> None:
    reference = partner.report(
        first_name=FIRST, last_name=LAST, phone=PHONE, email="amina@example.org", description="“Naïve” <b>&amp; noise",
        lat="51.41", long="-0.19",
    )  # fmt: skip
    told = partner.read(reference)
    assert (told["status"], told["status_notes"]) == ("open", "Received.")
    assert (told["description"], told["address"]) == ("“Naïve” <b>&amp; noise", "14 Example Road")
    assert (told["lat"], told["long"]) == (51.41, -0.19)
    for personal in (FIRST, LAST, "07700 9", "07700900", "amina@"):
        assert personal not in json.dumps(told)
    as_xml = ElementTree.fromstring(partner.get(f"/requests/{reference}.xml").content)
    assert as_xml.findtext("request/description") == told["description"]


def test_every_reading_is_recorded(partner: System) -> None:
    reference = partner.report()
    partner.read(reference)
    assert (f"referral-{reference}", "request, by Open311") in partner.desk.viewed()


@pytest.mark.parametrize("path", ["/requests/{}.json", "/requests/{}", "/tokens/{}.json"])
def test_another_key_of_the_same_agency_is_told_that_there_is_nothing(partner: System, path: str) -> None:
    reference = partner.report()
    other = System(partner.desk, partner.desk.key(name="another system"))
    hidden, missing = other.get(path.format(reference)), other.get(path.format("WM-2222-2"))
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert partner.get(path.format(reference)).status_code == 200


def test_a_token_leads_to_its_request(partner: System) -> None:
    reference = partner.report()
    assert partner.get(f"/tokens/{reference}.json").json()[0]["service_request_id"] == reference


@pytest.mark.parametrize(
    ("status", "route", "shown"),
    [
        ("signposted", "social_landlord", ("closed", "Passed to whoever deals with this.")),
        ("case_open", "asb_case", ("open", "Being dealt with.")),
        ("case_open", "domestic_abuse", ("open", "Received.")),
        ("emergency", "emergency_999", ("open", "Received.")),
        ("signposted", "police_101", ("open", "Received.")),
    ],
)
def test_a_state_is_told_only_where_it_says_nothing_of_anybody(
    partner: System, status: str, route: str, shown: tuple[str, str]
) -> None:
    reference = partner.report()
    judged(partner.desk, reference, status, route)
    told = partner.read(reference)
    assert (told["status"], told["status_notes"]) == shown


def test_what_has_become_domestic_abuse_sent_by_the_same_key_does_not_exist_here(partner: System) -> None:
    headers = {"Authorization": f"Bearer {partner.key}", "Idempotency-Key": "da"}
    document = {"kind": "domestic_abuse", "channel": "partner", "reporter": {"full_name": f"{FIRST} {LAST}"}}
    answer = partner.client.post("/intake/api/referrals", json=document, headers=headers)
    assert answer.status_code == 201
    assert partner.get(f"/requests/{answer.json()['reference']}.json").status_code == 404


@pytest.mark.parametrize("ending", ["", ".json", ".xml"])
@pytest.mark.parametrize("query", ["", "?status=open", "?service_request_id=WM-7K3F-Q"])
def test_there_is_no_list_for_anybody(partner: System, ending: str, query: str) -> None:
    answer = partner.client.get(f"{ROOT}/requests{ending}{query}", headers={"Authorization": f"Bearer {partner.key}"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("form", "status", "says"),
    [
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "domestic_violence_and_abuse"}, 404, "service"),
        ({"service_code": "domestic_abuse"}, 404, "service"),
        ({"address_string": ""}, 400, "lat and long"),
        ({"lat": "51.4"}, 400, "long"),
        ({"lat": "north", "long": "0"}, 400, "lat"),
        ({"lat": "nan", "long": "0"}, 400, "lat"),
        ({"email": "amina at example"}, 400, "email"),
        ({"description": "x" * 20_001}, 400, "description"),
        ({"attribute[domestic_abuse]": "yes"}, 400, "attributes"),
        ({"attribute[noise_kind]": "loud"}, 400, "attribute[noise_kind]"),
        ({"jurisdiction_id": "sfgov.org"}, 404, "jurisdiction_id"),
        ({"api_key": ""}, 403, "api_key"),
        ({"api_key": "wmk_made-up"}, 403, "api_key"),
    ],
)
def test_what_cannot_be_taken_is_answered_in_the_standards_shape(
    partner: System, form: dict[str, str], status: int, says: str
) -> None:
    before = len(partner.desk.submitted())
    as_json, as_xml = partner.send(**form), partner.send(".xml", **form)
    assert (as_json.status_code, as_xml.status_code) == (status, status)
    assert [set(error) for error in errors(as_json)] == [{"code", "description"}]
    assert errors(as_json)[0]["code"] == status
    assert says in errors(as_json)[0]["description"]
    assert ElementTree.fromstring(as_xml.content).findtext("error/description") == errors(as_json)[0]["description"]
    assert len(partner.desk.submitted()) == before


def test_what_was_sent_is_not_repeated_in_a_refusal(partner: System) -> None:
    answer = partner.send(email="Amina Okafor", **{"attribute[Amina Okafor]": "yes"})
    assert "Amina" not in answer.text


def test_another_media_type_and_another_method_are_told_so(partner: System) -> None:
    headers = {"Authorization": f"Bearer {partner.key}"}
    assert (
        partner.client.post(f"{ROOT}/requests.json", json={"service_code": "noise"}, headers=headers).status_code == 415
    )
    assert partner.client.delete(f"{ROOT}/requests.json", headers=headers).status_code == 405


@pytest.mark.parametrize("ending", [".json", ".xml"])
def test_what_is_too_large_is_said_in_the_standards_shape_before_anything_reads_it(
    partner: System, ending: str
) -> None:
    answer = partner.send(ending, description="x" * 1_100_000)
    assert answer.status_code == 413
    if ending == ".json":
        assert errors(answer) == [{"code": 413, "description": "What was sent is larger than this service takes."}]
    else:
        assert ElementTree.fromstring(answer.content).findtext("error/code") == "413"
    deleted = partner.client.delete(f"{ROOT}/requests{ending}", headers={"Authorization": f"Bearer {partner.key}"})
    assert (deleted.status_code, b"405" in deleted.content) == (405, True)
    assert partner.client.get("/intake/api/nothing").headers["content-type"] == "application/problem+json"


def test_the_councils_own_jurisdiction_may_be_named(partner: System) -> None:
    assert partner.report(jurisdiction_id="waymark.example")
    assert partner.client.get(f"{ROOT}/services.json?jurisdiction_id=waymark.example").status_code == 200
    assert partner.client.get(f"{ROOT}/services.json?jurisdiction_id=sfgov.org").status_code == 404


def test_one_request_too_many_is_429_in_the_standards_shape(desk: FrontDesk) -> None:
    partner = System(desk, desk.key(name="hasty", per_minute=1))
    assert partner.send().status_code == 201
    refused = partner.send()
    assert (refused.status_code, errors(refused)[0]["code"]) == (429, 429)
    assert 0 < int(refused.headers["retry-after"]) <= 60


def test_a_key_that_was_withdrawn_opens_nothing(partner: System) -> None:
    tokens, account = partner.desk.app.state.access.tokens, partner.desk.app.state.access.accounts
    found = tokens.principal(partner.key)
    for token in tokens.live(account.find(found.account_id).account_id):
        tokens.revoke(token.token_id)
    assert partner.send().status_code == 403


def test_a_link_to_a_picture_is_kept_as_words_and_never_fetched(partner: System) -> None:
    reference = partner.report(description="Dumped bags", media_url="http://127.0.0.1:9/picture.jpg")
    told = partner.read(reference)
    assert told["description"] == "Dumped bags\n\nmedia_url: http://127.0.0.1:9/picture.jpg"


def test_staff_see_who_sent_it(desk: FrontDesk) -> None:
    reference = System(desk, desk.key("northgate", "seen by staff")).report()
    items = desk.get("/intake/api/referrals", Role.CONTACT_CENTRE).json()["items"]
    assert [item["agency"] for item in items if item["reference"] == reference] == ["northgate"]


def test_a_forgotten_persons_account_and_place_are_gone(partner: System) -> None:
    reference = partner.report(description="Music.")
    (submitted,) = [each for each in partner.desk.submitted() if each.reference == reference]
    partner.desk.ground.keyring.destroy(submitted.account_of)
    told = partner.read(reference)
    assert (told["description"], told["address"], told["status"]) == ("", "", "open")
