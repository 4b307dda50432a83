"""Programs add evidence to a referral once however often they try, and get one clear problem for what is wrong."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from shared.access.roles import Role
from tests.support.builders.files import a_photo
from tests.support.builders.intake_pages import FrontDesk, a_front_desk

pytestmark = pytest.mark.slow
PHOTO = a_photo()
SHARED = {"consent": {"said": "given", "by": "victim", "purposes": ["share"]}, "says": "The door"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with a_front_desk(tmp_path_factory.mktemp("intake")) as made:
        yield made


def address(reference: str) -> str:
    return f"/intake/api/referrals/{reference}/evidence"


def add(
    desk: FrontDesk,
    reference: str,
    key: str,
    data: bytes = PHOTO,
    about: Any = SHARED,
    role: Role = Role.CASE_OFFICER,
) -> Any:
    told = about if isinstance(about, str) else json.dumps(about)
    program = desk.program(role, "housing" if role is Role.IDVA else None)
    files = {"file": ("a", data, "x/y")}
    return program.post(address(reference), files=files, data={"about": told}, headers={"Idempotency-Key": key})


def test_a_file_is_added_once_and_listed_with_its_times_apart(desk: FrontDesk) -> None:
    reference = desk.refer()
    first, again = add(desk, reference, "k-1"), add(desk, reference, "k-1")
    assert (first.status_code, first.json()) == (201, again.json())
    assert add(desk, reference, "k-1", a_photo("PNG")).status_code == 422
    (item,) = desk.get(address(reference), Role.CASE_OFFICER).json()["items"]
    assert (item["kind"], item["media_type"], item["cleaned"]) == ("photo", "image/jpeg", "removed")
    assert item["made_at_by_device"] == "2026-11-20T22:14:05.000000Z"
    assert item["received_at"] == item["recorded_at"] == "2026-11-23T09:30:00.000000Z"
    assert (item["made_on"], item["consent"]["said"], item["says"]) == (None, "given", "The door")
    file = desk.get(f"{address(reference)}/{item['evidence_id']}", Role.CASE_OFFICER)
    assert (file.status_code, file.headers["content-type"]) == (200, "image/jpeg")


@pytest.mark.parametrize(
    ("data", "about", "status", "pointer"),
    [
        (b"PK\x03\x04" + bytes(600), SHARED, 415, "/file"),
        (b"", SHARED, 422, "/file"),
        (b"\xff\xd8\xff" + bytes(600), SHARED, 422, "/file"),
        (a_photo(), "{", 422, "/about"),
        (a_photo(), {"consent": {"said": "given"}}, 422, "/about/consent/by"),
        (a_photo(), {"made_on": "2027-01-01"}, 422, "/about/made_on"),
        (a_photo(), {"unheard_of": 1}, 422, "/about/unheard_of"),
        (a_photo(), {"says": "x" * 2001}, 422, "/about/says"),
    ],
)
def test_what_is_wrong_is_pointed_at_and_nothing_is_left(
    desk: FrontDesk, data: bytes, about: Any, status: int, pointer: str
) -> None:
    reference = desk.refer()
    answer = add(desk, reference, f"k-{status}-{pointer}-{len(data)}", data, about)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert desk.get(address(reference), Role.CASE_OFFICER).json()["items"] == []


def test_other_bodies_no_key_and_far_too_much_are_told_apart(desk: FrontDesk) -> None:
    reference = desk.refer()
    assert desk.post(address(reference), {}).status_code == 415
    program = desk.program(Role.CASE_OFFICER, None)
    assert program.post(address(reference), files={"file": ("a", a_photo(), "")}).status_code == 400
    headers = {"Idempotency-Key": "k", "Content-Type": "multipart/form-data; boundary=x"}
    cut = b'--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc'
    assert program.post(address(reference), content=cut, headers=headers).status_code == 400
    too_much = headers | {"Content-Length": str(200 * 1024 * 1024)}
    assert program.post(address(reference), content=b"", headers=too_much).status_code == 413
    as_json = {"Idempotency-Key": "k", "Content-Type": "application/json", "Content-Length": str(2 * 1024 * 1024)}
    assert program.post(address(reference), content=b"", headers=as_json).status_code == 413


def test_an_agency_adds_to_its_own_referral_alone_and_opens_nothing(desk: FrontDesk) -> None:
    own, other = desk.refer(Role.IDVA, "housing"), desk.refer()
    sent = add(desk, own, "k-a", role=Role.IDVA)
    assert sent.status_code == 201
    assert add(desk, other, "k-b", role=Role.IDVA).status_code == 404
    add(desk, own, "k-c")
    (item,) = desk.get(address(own), Role.IDVA, "housing").json()["items"]
    assert (item["evidence_id"], item["road"]) == (sent.json()["evidence_id"], "partner")
    assert desk.get(f"{address(own)}/{item['evidence_id']}", Role.IDVA, "housing").status_code == 404


def test_consent_is_said_anew_and_taken_back(desk: FrontDesk) -> None:
    reference = desk.refer()
    evidence_id = add(desk, reference, "k-d").json()["evidence_id"]
    path = f"{address(reference)}/{evidence_id}"
    assert desk.post(f"{path}/consent", {"consent": {"said": "perhaps"}}).status_code == 422
    assert desk.post(f"{path}/consent", {"consent": {"said": "withdrawn", "by": "victim"}}).status_code == 200
    assert desk.get(path, Role.CASE_OFFICER).status_code == 404
    assert desk.get(address(reference), Role.CASE_OFFICER).json()["items"][0]["withdrawn"] == "consent_withdrawn"
    assert desk.post(f"{path}/consent", {"consent": {"said": "refused", "by": "victim"}}).status_code == 409
