"""Staff add files to a referral and see what may be done with each; one is fetched as a file, and that is recorded."""

import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from shared.access.roles import Role
from shared.kernel.identifiers import reference_from
from shared.runtime.facts import RecordViewed
from tests.support.builders.files import A_PDF, DEVICE, PLACE, a_film, a_photo
from tests.support.builders.intake_pages import Browser, FrontDesk, a_front_desk

pytestmark = pytest.mark.slow
FILES = [("file", ("holiday.exe", a_photo(), "application/x-msdownload")), ("file", ("x", a_film(), "text/html"))]
PROGRAM = ("file", ("a.jpg", b"MZ\x90\x00" + bytes(900), "image/jpeg"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with a_front_desk(tmp_path_factory.mktemp("intake")) as made:
        yield made


@pytest.fixture(scope="module")
def officer(desk: FrontDesk) -> Browser:
    return desk.officer(Role.TRIAGE_OFFICER)


def page(reference: str) -> str:
    return f"/intake/referrals/{reference}/evidence"


def send(browser: Browser, reference: str, files: Any, **data: Any) -> str:
    """Add files as a form does, its token first."""
    fields = {"csrf": browser.csrf, "purposes": ["assess"]} | data
    return browser._shown(page(reference), browser.client.post(page(reference), data=fields, files=files))


def fetched(browser: Browser) -> list[Any]:
    return [browser.client.get(link) for link in re.findall(r'href="([^"]+)" download', browser.text)]


def test_files_are_kept_told_by_their_bytes_cleaned_and_fetched_as_files(desk: FrontDesk, officer: Browser) -> None:
    reference = desk.refer()
    text = send(officer, reference, [*FILES, ("file", ("z", A_PDF, ""))], says="The yard at night")
    assert (officer.status, officer.at) == (200, page(reference))
    assert text.count("The yard at night") == 3
    assert "20 November 2026, 22:14" in text
    assert text.count("was taken out") == 3
    photo, film, document = fetched(officer)
    assert [each.headers["content-type"] for each in (photo, film, document)] == [
        "image/jpeg", "video/mp4", "application/pdf",
    ]  # fmt: skip
    assert photo.headers["content-disposition"] == f'attachment; filename="{reference}-1.jpg"'
    assert photo.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert (photo.headers["x-content-type-options"], photo.headers["cache-control"]) == ("nosniff", "no-store")
    assert (len(film.content), document.content[:5]) == (len(a_film()), b"%PDF-")
    assert not any(told in photo.content + film.content + document.content for told in (DEVICE.encode(), PLACE))
    viewed = [each.fact.what for each in desk.recorded() if isinstance(each.fact, RecordViewed)]
    assert len([what for what in viewed if re.fullmatch(r"evidence [0-9a-f-]{36}", what)]) == 3
    assert "holiday" not in str([each.fact for each in desk.recorded()])


def test_what_cannot_be_taken_is_said_and_the_rest_is_kept_for_the_next_try(desk: FrontDesk, officer: Browser) -> None:
    reference = desk.refer()
    text = send(officer, reference, [PROGRAM, FILES[0]], says="Kept words")
    assert officer.status == 415
    assert "File 1: We cannot take this type of file." in text
    assert "Kept words</textarea>" in text
    (held,) = re.findall(r'name="held" value="([^"]+)"', text)
    text = send(officer, reference, [("file", ("", b"", ""))], says="Kept words", held=held)
    assert (officer.status, text.count("Fetch photo")) == (200, 1)
    send(officer, reference, [FILES[0]], says="x" * 2_001)
    assert officer.status == 422
    send(officer, reference, [("file", ("", b"", ""))])
    assert (officer.status, "Choose a file." in officer.text) == (422, True)


def test_another_referrals_file_cannot_be_added_by_its_id(desk: FrontDesk, officer: Browser) -> None:
    reference, other = desk.refer(), desk.refer()
    send(officer, reference, [PROGRAM, FILES[0]])
    (held,) = re.findall(r'name="held" value="([^"]+)"', officer.text)
    send(officer, other, [("file", ("", b"", ""))], held=held)
    assert (officer.status, "Choose a file." in officer.text) == (422, True)


def test_consent_is_said_anew_and_taken_back_it_shuts_the_file(desk: FrontDesk, officer: Browser) -> None:
    reference = desk.refer()
    send(officer, reference, [FILES[0]])
    assert "Not to be shared" in officer.text
    (link,) = re.findall(r'href="([^"]+)" download', officer.text)
    officer.open(f"{link}/consent")
    officer.send(f"{link}/consent", {"consent.said": "given"})
    assert (officer.status, "Say who agreed or refused." in officer.text) == (422, True)
    officer.send(f"{link}/consent", {"consent.said": "given", "consent.by": "victim", "consent.purposes": "share"})
    assert "May be shared" in officer.text
    officer.open(f"{link}/consent")
    officer.send(f"{link}/consent", {"consent.said": "withdrawn", "consent.by": "victim"})
    assert "consent was taken back" in officer.text
    assert officer.client.get(link).status_code == 404
    assert officer.client.get(f"{link}/consent").status_code == 404


def test_one_added_by_mistake_is_taken_back(desk: FrontDesk, officer: Browser) -> None:
    reference = desk.refer()
    send(officer, reference, [FILES[0]])
    (link,) = re.findall(r'href="([^"]+)" download', officer.text)
    officer.open(f"{link}/consent")
    officer.send(f"{link}/withdraw", {})
    assert "it was added by mistake" in officer.text


def test_whoever_takes_calls_adds_but_does_not_open_and_others_learn_nothing(desk: FrontDesk, officer: Browser) -> None:
    reference = desk.refer()
    send(officer, reference, [FILES[0]])
    (link,) = re.findall(r'href="([^"]+)" download', officer.text)
    clerk = desk.officer(Role.CONTACT_CENTRE, "Ann Lee")
    assert "Triage officers, case officers and service managers may fetch them." in clerk.open(page(reference))
    assert " download" not in clerk.text
    assert clerk.client.get(link).status_code == 404
    for role in (Role.PANEL_CHAIR, Role.AUDITOR, Role.PARTNER):
        stranger = desk.program(role, None)
        answers = [stranger.get(path).status_code for path in (page(reference), link, page(reference_from(77)))]
        assert answers == [404, 404, 404]


def test_a_form_without_its_token_leaves_nothing(desk: FrontDesk, officer: Browser) -> None:
    reference = desk.refer()
    for data in ({}, {"csrf": "made up"}, {"purposes": "assess", "csrf": officer.csrf}):
        answer = officer.client.post(page(reference), data=data, files=[FILES[0]])
        assert (answer.status_code, "open for too long" in answer.text) == (403, True)
    assert "Nothing was added yet." in officer.open(page(reference))


def test_a_file_that_was_changed_on_the_disk_is_found_and_not_sent(desk: FrontDesk, officer: Browser) -> None:
    reference = desk.refer()
    send(officer, reference, [FILES[1]])
    (link,) = re.findall(r'href="([^"]+)" download', officer.text)
    assert desk.service.beside["evidence"]() is None
    lying = sqlite3.connect(desk.ground.settings.data / "intake.evidence.sqlite")
    with lying:
        lying.execute("UPDATE evidence_pieces SET sealed = zeroblob(400) WHERE evidence_id = ?", (link.split("/")[-1],))
    lying.close()
    assert officer.client.get(link).status_code == 503
    assert "is not what was stored" in str(desk.service.beside["evidence"]())
