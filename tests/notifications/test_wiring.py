"""Notifications put together: the sender that MAIL_URL names, and no start with one that cannot be."""

from pathlib import Path

import pytest

from services.notifications.adapters.senders.folder import FolderSender
from services.notifications.adapters.senders.mail_server import MailServerSender
from services.notifications.application.correspondence import SAMPLE_TEAMS
from services.notifications.wiring import build_notifications, correspondence_for, sender_for
from shared.runtime.ground import make_ground
from shared.runtime.settings import TEAMS, BadSetting, from_environment
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


SERVER = {"MAIL_URL": "smtp://mail.council.example:25"}
GIVEN = {
    "WAYMARK_DUTY_OFFICER": "duty@council.example",
    "WAYMARK_SUPPORT_TEAM": "idva@council.example",
    "WAYMARK_PANEL_COORDINATOR": "panels@council.example",
    "WAYMARK_INFORMATION_GOVERNANCE": "governance@council.example",
    "WAYMARK_AUDITOR": "audit@council.example",
}


def test_alarms_go_to_the_teams_that_the_settings_name() -> None:
    teams = correspondence_for(from_environment(SERVER | GIVEN)).teams
    assert teams == {
        "duty_officer": "duty@council.example",
        "idva_team": "idva@council.example",
        "panel_coordinator": "panels@council.example",
        "information_governance": "governance@council.example",
        "auditor": "audit@council.example",
    }
    assert teams.keys() == SAMPLE_TEAMS.keys()


def test_messages_that_stay_in_the_house_need_no_team() -> None:
    assert correspondence_for(from_environment({})).teams == SAMPLE_TEAMS
    some = correspondence_for(from_environment({"WAYMARK_DUTY_OFFICER": "duty@council.example"})).teams
    assert some == {**SAMPLE_TEAMS, "duty_officer": "duty@council.example"}


@pytest.mark.parametrize("missing", TEAMS)
def test_with_a_mail_server_nothing_starts_before_every_team_has_an_address(missing: str, tmp_path: Path) -> None:
    given = {name: address for name, address in GIVEN.items() if name != missing}
    settings = from_environment(SERVER | given | {"WAYMARK_DATA": str(tmp_path)})
    with pytest.raises(BadSetting, match=f"MAIL_URL names a mail server, but {missing} is not set"):
        build_notifications(make_ground(settings))


@pytest.mark.parametrize("address", ["duty officer", "a@x.example, b@x.example", "Duty <duty@x.example>", "duty@"])
def test_what_is_no_single_address_is_refused_without_being_shown(address: str) -> None:
    with pytest.raises(BadSetting, match="WAYMARK_DUTY_OFFICER is no e-mail address") as refused:
        correspondence_for(from_environment({"WAYMARK_DUTY_OFFICER": address}))
    assert address not in str(refused.value)
