"""Notifications put together: the sender that MAIL_URL names, and no start with one that cannot be."""

from pathlib import Path

import pytest

from services.notifications.adapters.senders.folder import FolderSender
from services.notifications.adapters.senders.mail_server import MailServerSender
from services.notifications.wiring import sender_for
from shared.runtime.settings import BadSetting, from_environment
from tests.support.builders.notifications import EMAIL, Town
from tests.support.mail_server import Mailboxes, a_mail_server


def test_by_default_everything_lands_in_a_folder_of_the_data(tmp_path: Path) -> None:
    settings = from_environment({}, data=str(tmp_path))
    assert isinstance(sender_for(settings), FolderSender)
    town = Town(tmp_path)
    town.hear(town.referral([town.nadia()]))
    town.work()
    assert [name.rpartition(".")[2] for name in town.outbox()] == ["eml"]


def test_a_mail_server_is_used_where_one_is_named(tmp_path: Path) -> None:
    mailboxes = Mailboxes()
    with a_mail_server(mailboxes) as port:
        sender = sender_for(from_environment({"MAIL_URL": f"smtp://127.0.0.1:{port}", "WAYMARK_DATA": str(tmp_path)}))
        assert isinstance(sender, MailServerSender)
        town = Town(tmp_path, sender)
        town.hear(town.referral([town.nadia()]))
        town.work()
    ((_, recipients, message),) = mailboxes.taken
    assert recipients == (EMAIL,)
    assert str(message["Subject"]) == "WM-KGCR-A"
    assert town.outbox() == {}


def test_a_mail_server_that_cannot_be_meant_is_refused_without_its_password(tmp_path: Path) -> None:
    given = {"MAIL_URL": "smtp://waymark:secret@mail.example", "WAYMARK_DATA": str(tmp_path)}
    with pytest.raises(BadSetting) as refused:
        sender_for(from_environment(given))
    assert "MAIL_URL" in str(refused.value)
    assert "secret" not in str(refused.value)
