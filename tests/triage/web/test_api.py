"""The calls about one referral: a dry run, the stored decision, and what a person does with it."""

import pytest

from services.triage.domain.events import AnswersAdded, DecisionOverridden
from shared.access.roles import Role
from tests.support.builders.directory import LANDLORD, a_landlord_with_a_mailbox
from tests.support.builders.triage import ABUSE, FLY_TIP, LIVING_NOISE, PERSISTENT, LittleTriage

OFFICERS = {Role.TRIAGE_OFFICER, Role.CASE_OFFICER, Role.SERVICE_MANAGER}
ASKERS = {*OFFICERS, Role.CONTACT_CENTRE, Role.RULE_APPROVER, Role.PARTNER}
READERS = {*OFFICERS, Role.CONTACT_CENTRE, Role.AUDITOR}
EVALUATE = "/triage/api/evaluate"
SAFETY = (
    "immediate_danger", "serious_crime_now", "weapon_present_now", "child_at_risk", "adult_at_risk",
    "exploitation_indicator", "domestic_abuse", "hate_motive", "violence_or_threats",
)  # fmt: skip
NOISE = {"kind": "asb", "category": "noise", "strands": [], "facts": {"noise_kind": "living"}}


def of(reference: str, what: str = "decision") -> str:
    return f"/triage/api/referrals/{reference}/{what}"


def test_a_dry_run_needs_no_key_and_leaves_nothing_behind(triage: LittleTriage) -> None:
    headers = triage.headers(Role.PARTNER)
    before = triage.service.store.head()
    answer = triage.client.post(EVALUATE, json=NOISE, headers=headers)
    assert answer.status_code == 200
    assert answer.json()["outcome"] == "ask"
    assert answer.json()["rules"]["version"] == "2026-04-01"
    assert triage.service.store.head() == before


def test_a_dry_run_is_for_those_who_advise(triage: LittleTriage) -> None:
    answered = {role: triage.post(EVALUATE, NOISE, role).status_code for role in Role}
    assert answered == {role: 200 if role in ASKERS else 403 for role in Role}


def test_anybody_is_told_the_door_that_staff_are_told_and_nothing_is_left_behind(triage: LittleTriage) -> None:
    staff = triage.post(EVALUATE, NOISE, Role.CONTACT_CENTRE).json()
    before = triage.service.store.head()
    answer = triage.client.post("/triage/api/door", json=NOISE)
    assert (answer.status_code, answer.json()) == (200, staff)
    assert triage.client.post(EVALUATE, json=NOISE).status_code == 401
    refused = triage.client.post("/triage/api/door", json={"kind": "asb", "Amina Okafor": 1})
    assert (refused.status_code, "Amina" in refused.text) == (422, False)
    assert triage.service.store.head() == before


def test_a_decision_is_read_by_those_who_work_on_it_and_by_auditors(triage: LittleTriage) -> None:
    reference = triage.refer(**FLY_TIP)
    answered = {role: triage.get(of(reference), role).status_code for role in Role}
    assert answered == {role: 200 if role in READERS else 403 for role in Role}


@pytest.mark.parametrize("what", ["confirm", "override", "answers"])
def test_only_officers_decide(triage: LittleTriage, what: str) -> None:
    reference = triage.refer(**FLY_TIP)
    answered = {triage.post(of(reference, what), {}, role).status_code for role in set(Role) - OFFICERS}
    assert answered == {403}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "malformed_json"),
        (b'{"kind": "asb", "facts": {"landlord": "\\ud800"}}', 400, "malformed_json"),
        (b"[" * 5000, 400, "malformed_json"),
        (b"[]", 422, "wrong_type"),
        (b'{"kind": "asb", "facts": 3}', 422, "wrong_type"),
        (b'{"kind": "asb", "facts": {"victim_age": true}}', 422, "wrong_type"),
        (b'{"kind": "asb", "Amina Okafor": 1}', 422, "unknown_member"),
    ],
)
def test_what_cannot_be_taken_is_said_and_never_repeated(
    triage: LittleTriage, body: bytes, status: int, code: str
) -> None:
    headers = {**triage.headers(Role.PARTNER), "Content-Type": "application/json"}
    answer = triage.client.post(EVALUATE, content=body, headers=headers)
    assert answer.status_code == status
    assert code in {error["code"] for error in answer.json()["errors"]}
    assert "Amina" not in answer.text


def test_another_media_type_is_refused(triage: LittleTriage) -> None:
    answer = triage.client.post(EVALUATE, data={"kind": "asb"}, headers=triage.headers(Role.PARTNER))
    assert answer.status_code == 415


def test_the_stored_decision_is_the_one_a_dry_run_gives_with_what_became_of_it(triage: LittleTriage) -> None:
    reference = triage.refer(**LIVING_NOISE)
    stored = triage.get(of(reference)).json()
    dry = triage.post(EVALUATE, {**NOISE, "received_on": "2026-11-23"}).json()
    assert {name: stored[name] for name in dry} == dry
    assert (stored["round"], stored["settled"], stored["closed"]) == (1, None, None)


def test_whoever_names_the_landlord_learns_whether_a_message_would_reach_them(triage: LittleTriage) -> None:
    if LANDLORD not in triage.desk().directory.now().landlords:
        a_landlord_with_a_mailbox(triage)
    homes = dict.fromkeys(SAFETY, "no") | {"tenure_of_source": "housing_association", "persistent": "no"}
    let = {"kind": "asb", "category": "smell_or_smoke", "facts": homes | {"statutory_nuisance_likely": "no"}}
    ask = {None: False, LANDLORD: True, "X9": False, "": False}
    answers = {number: triage.post(EVALUATE, {**let, "landlord_number": number}).json() for number in ask}
    assert {each["primary"]["route"] for each in answers.values()} == {"social_landlord"}
    assert {number: each["by_message"] for number, each in answers.items()} == ask
    assert "by_message" not in triage.post(EVALUATE, let).json()
    abuse = {**let, "landlord_number": LANDLORD, "strands": ["stalking_and_harassment"]}
    assert triage.post(EVALUATE, abuse).json()["by_message"] is False
    wrong = triage.client.post("/triage/api/door", json={**let, "landlord_number": ["X0001"]})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/landlord_number")


def test_reading_a_decision_is_recorded(triage: LittleTriage) -> None:
    triage.get(of(triage.refer(**FLY_TIP)), Role.AUDITOR)
    assert triage.looks() == [("auditor", "decision", ("referral-1",))]


@pytest.mark.parametrize("reference", ["WM-2222-2", "nonsense"])
def test_a_reference_nobody_bears_is_not_found(triage: LittleTriage, reference: str) -> None:
    assert triage.get(of(reference)).status_code == 404
    for what in ("confirm", "override", "answers"):
        assert triage.post(of(reference, what), {}).status_code == 404
    assert triage.looks() == []


def test_a_person_confirms(triage: LittleTriage) -> None:
    reference = triage.refer(**FLY_TIP)
    answer = triage.post(of(reference, "confirm"), {})
    assert answer.status_code == 200
    told = answer.json()
    assert (told["reference"], told["referral_id"]) == (reference, "referral-1")
    assert told["position"].isdigit()
    stored = triage.get(of(reference)).json()
    assert (stored["settled"]["how"], stored["settled"]["role"]) == ("confirmed", "triage_officer")
    assert stored["closed"] == "signposted"


def test_what_still_asks_is_a_conflict_and_is_not_remembered(triage: LittleTriage) -> None:
    reference = triage.refer(**LIVING_NOISE)
    for _ in range(2):
        answer = triage.post(of(reference, "confirm"), {}, key="one-key")
        assert (answer.status_code, answer.json()["code"]) == (409, "still_asking")


def test_a_person_decides_otherwise_with_a_code_and_sealed_words(triage: LittleTriage) -> None:
    reference = triage.refer(**LIVING_NOISE)
    body = {"route": "asb_case", "code": "local_knowledge", "text": "They have asked before."}
    assert triage.post(of(reference, "override"), body).status_code == 200
    answer = triage.get(of(reference))
    stored = answer.json()
    assert (stored["settled"]["route"], stored["settled"]["code"]) == ("asb_case", "local_knowledge")
    assert stored["case_reference"] == reference
    assert "asked before" not in answer.text
    (fact,) = [fact for fact in triage.facts_of(reference) if isinstance(fact, DecisionOverridden)]
    assert fact.text.p == "person-1"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"route": "the moon", "code": "other", "text": "x"}, [("/route", "unknown_value")]),
        ({"route": "asb_case", "code": "other", "text": " "}, [("/text", "missing")]),
        ({"route": "asb_case", "code": "because"}, [("/code", "literal_error")]),
        ({"code": "other", "text": "x", "who": "me"}, [("/route", "missing"), ("", "extra_forbidden")]),
        ({"route": "asb_case", "code": "other", "text": "x" * 2001}, [("/text", "string_too_long")]),
    ],
)
def test_an_override_says_all_that_is_wrong(
    triage: LittleTriage, body: dict[str, str], wrong: list[tuple[str, str]]
) -> None:
    answer = triage.post(of(triage.refer(**LIVING_NOISE), "override"), body)
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == wrong


def test_domestic_abuse_stays_open_whatever_is_chosen(triage: LittleTriage) -> None:
    body = {"route": "mediation", "code": "local_knowledge", "text": ""}
    answer = triage.post(of(triage.refer(**ABUSE), "override"), body)
    assert (answer.status_code, answer.json()["code"]) == (409, "domestic_abuse_stays_open")


def test_answers_have_it_triaged_again_and_words_are_sealed(triage: LittleTriage) -> None:
    reference = triage.refer(**LIVING_NOISE)
    facts = {"child_at_risk": "yes", "perpetrator_age": None, "landlord": "Alder Homes"}
    assert triage.post(of(reference, "answers"), {"facts": facts}).status_code == 200
    stored = triage.get(of(reference)).json()
    assert (stored["round"], stored["primary"]["route"], stored["priority"]) == (2, "children_mash", "urgent")
    (added,) = [fact for fact in triage.facts_of(reference) if isinstance(fact, AnswersAdded)]
    assert added.answers == {"child_at_risk": "yes"}
    assert [words.name for words in added.words] == ["landlord"]
    assert "Alder" not in repr(added)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/facts"),
        ({"facts": []}, "/facts"),
        ({"facts": {"victim_age": -1}}, "/facts/victim_age"),
        ({"facts": {"shoe_size": 43}}, "/facts/shoe_size"),
        ({"facts": {}, "text": "x"}, ""),
    ],
)
def test_answers_that_cannot_be_read_change_nothing(triage: LittleTriage, body: object, pointer: str) -> None:
    reference = triage.refer(**LIVING_NOISE)
    answer = triage.post(of(reference, "answers"), body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert triage.get(of(reference)).json()["round"] == 1


def test_each_step_needs_a_key(triage: LittleTriage) -> None:
    reference = triage.refer(**FLY_TIP)
    for what in ("confirm", "override", "answers"):
        answer = triage.client.post(of(reference, what), json={}, headers=triage.headers(Role.TRIAGE_OFFICER))
        assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")


def test_the_same_key_and_body_bring_the_same_answer_and_one_effect(triage: LittleTriage) -> None:
    reference = triage.refer(**PERSISTENT)
    first = triage.post(of(reference, "confirm"), {}, key="one-key")
    facts = triage.facts_of(reference)
    again = triage.post(of(reference, "confirm"), {}, key="one-key")
    assert (again.status_code, again.json()) == (200, first.json())
    assert triage.facts_of(reference) == facts


def test_the_same_key_with_another_body_is_refused(triage: LittleTriage) -> None:
    reference = triage.refer(**LIVING_NOISE)
    bodies = [{"facts": {"child_at_risk": answer}} for answer in ("no", "yes")]
    assert triage.post(of(reference, "answers"), bodies[0], key="one-key").status_code == 200
    answer = triage.post(of(reference, "answers"), bodies[1], key="one-key")
    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")


def test_the_description_names_bodies_keys_and_roles(triage: LittleTriage) -> None:
    paths = triage.client.get("/openapi.json").json()["paths"]
    override = paths["/triage/api/referrals/{reference}/override"]["post"]
    schema = override["requestBody"]["content"]["application/json"]["schema"]
    assert set(schema["properties"]) == {"route", "code", "text"}
    assert "Idempotency-Key" in {parameter["name"] for parameter in override["parameters"]}
    assert set(paths[EVALUATE]["post"]["x-roles"]) == {role.value for role in ASKERS}
