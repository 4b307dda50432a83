"""What is attached to an e-mail becomes evidence, once; what cannot be taken keeps no message out."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from services.intake.domain.events import EvidenceAdded
from services.intake.wiring import mail_room
from shared.access.roles import Role
from tests.support.builders.files import A_PDF, PLACE, a_film, a_photo
from tests.support.builders.intake_pages import FrontDesk, a_front_desk

pytestmark = pytest.mark.slow
PROGRAM = b"MZ\x90\x00" + bytes(9_000)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with a_front_desk(tmp_path_factory.mktemp("intake")) as made:
        yield made


def a_message(*files: tuple[bytes, str], number: int = 1) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Amina Okafor <amina@example.org>", "community.safety@waymark.example"
    message["Message-ID"], message["Date"] = f"<{number}@example.org>", "Mon, 23 Nov 2026 09:00:00 +0000"
    message["Subject"] = "Noise next door"
    message.set_content("Loud music from number 14, most nights. Photos are attached.")
    for data, media_type in files:
        main, _, sub = media_type.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename="../../a.exe")
    return message.as_bytes()


def test_files_become_evidence_once_and_a_program_keeps_the_message_out_of_nothing(desk: FrontDesk) -> None:
    room = mail_room(desk.ground, desk.service)
    photo = a_photo(size=(900, 700), quality=95)
    raw = a_message((photo, "image/jpeg"), (a_film(), "video/mp4"), (A_PDF, "application/pdf"), (PROGRAM, "image/png"))
    outcome = room.take(raw)
    assert outcome.result == "referral", outcome
    assert room.take(raw).reason == "taken_before"
    added = [each.fact for each in desk.recorded() if isinstance(each.fact, EvidenceAdded)]
    assert [(fact.kind, fact.road, fact.consent.said) for fact in added] == [
        ("photo", "email", "not_asked"), ("recording", "email", "not_asked"), ("document", "email", "not_asked"),
    ]  # fmt: skip
    assert {fact.reference for fact in added} == {outcome.reference}
    listed = desk.get(f"/intake/api/referrals/{outcome.reference}/evidence", Role.CASE_OFFICER).json()["items"]
    film = desk.get(f"/intake/api/referrals/{outcome.reference}/evidence/{listed[1]['evidence_id']}", Role.CASE_OFFICER)
    assert (film.status_code, PLACE in film.content) == (200, False)


def test_the_logo_under_somebodys_name_is_no_evidence(desk: FrontDesk) -> None:
    before = len([each for each in desk.recorded() if isinstance(each.fact, EvidenceAdded)])
    outcome = mail_room(desk.ground, desk.service).take(a_message((a_photo("PNG"), "image/png"), number=2))
    assert outcome.reference is not None
    assert len([each for each in desk.recorded() if isinstance(each.fact, EvidenceAdded)]) == before


def test_where_no_file_can_be_kept_the_message_is_taken_in(desk: FrontDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    from services.intake.adapters.evidence.store import EvidenceStore
    from shared.kernel.refusals import Unavailable

    def full(*_: object) -> None:
        raise Unavailable("The disk is full.")

    monkeypatch.setattr(EvidenceStore, "begin", full)
    outcome = mail_room(desk.ground, desk.service).take(a_message((A_PDF, "application/pdf"), number=3))
    assert outcome.reference is not None
