"""The folder instead of a sender: one file a notice, for its owner alone."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.notifications.adapters.senders.folder import FolderSender
from services.notifications.application.ports import HandedOver, Letter, NotHandedOver
from services.notifications.domain.values.channels import Channel
from tests.support.builders.notifications import ADDRESS, EMAIL, PHONE

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def a_letter(channel: Channel, address: str) -> Letter:
    return Letter(
        notice_id="notice-1", channel=channel, sender="messages@post.example", address=address, subject="WM-KGCR-A",
        body="Your reference is WM-KGCR-A.\n", at=AT,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("channel", "address", "name"),
    [("email", EMAIL, "notice-1.eml"), ("sms", PHONE, "notice-1.sms.txt"), ("post", ADDRESS, "notice-1.letter.txt")],
)
def test_each_message_is_a_file_that_only_its_owner_reads(
    tmp_path: Path, channel: Channel, address: str, name: str
) -> None:
    folder = tmp_path / "outbox"
    assert FolderSender(folder).send(a_letter(channel, address)) == HandedOver()
    (path,) = folder.iterdir()
    assert path.name == name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert f"To: {address}" in path.read_text()
    assert "Your reference is WM-KGCR-A." in path.read_text()


def test_a_second_try_replaces_the_first_also_where_that_broke_off(tmp_path: Path) -> None:
    (tmp_path / ".notice-1.eml.unfinished").write_text("half a mess")
    for _ in range(2):
        assert FolderSender(tmp_path).send(a_letter("email", EMAIL)) == HandedOver()
    assert [path.name for path in tmp_path.iterdir()] == ["notice-1.eml"]


def test_a_folder_that_cannot_be_written_is_tried_again_later(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file where the folder should be")
    assert FolderSender(tmp_path / "outbox").send(a_letter("email", EMAIL)) == NotHandedOver("disk", lasting=False)


def test_a_folder_is_no_real_sender(tmp_path: Path) -> None:
    assert not FolderSender(tmp_path).outbox.real
