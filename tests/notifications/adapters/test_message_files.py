"""The message files: what ships can be used, and a folder with a fault is refused with every fault named."""

from pathlib import Path

import pytest

from services.notifications.adapters.message_files import FOLDER, BadMessages, MessageFiles
from services.notifications.application.policies import TOLD
from services.notifications.domain.values.channels import STAFF
from services.notifications.domain.values.wording import Text, places_in, telling_parts

EVENT = "intake.referral_submitted.v1"
ROUTING = f"""
neutral = ["your_reference"]
[[routes]]
event = "{EVENT}"
message = "received"
when_sensitive = "your_reference"
to = "reporter"
"""
FILES = {
    "routing.toml": ROUTING,
    "doors.toml": '[mediation]\nus = "We asked them."\nresident = "Ask them."\n',
    "received/v1/en/email.txt": "Subject: Received {reference}\n\nThank you. {telephone}\n",
    "received/v1/en/sms.txt": "Thank you. {reference}\n",
    "received/v2/en/email.txt": "Subject: Received {reference}\n\nThank you very much. {telephone}\n",
    "received/v1/pl/email.txt": "Subject: {reference}\n\nDziękujemy.\n",
    "your_reference/v1/en/email.txt": "Subject: {reference}\n\nPlease keep it.\n",
}


def shelf(folder: Path, **changes: str | None) -> MessageFiles:
    """The files above in a folder, some of them otherwise or not at all."""
    for name, text in (FILES | changes).items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return MessageFiles(folder, {EVENT})


SHIPPED = MessageFiles(FOLDER, TOLD)


def test_what_ships_is_in_order_and_has_the_messages_that_are_needed() -> None:
    assert {text.message for text in SHIPPED.texts.values()} == {
        "referral_received", "your_reference", "signposted", "case_opened",
        "support_requested", "late_referral", "agenda_circulated", "mail_received", "handed_over",
        "danger_words", "danger_words_set_aside", "case_update", "your_reminder", "silence_noted",
        "emergency_view_opened", "emergency_view_to_audit", "emergency_review_missed", "safety_signalled",
    }  # fmt: skip


@pytest.mark.parametrize("text", SHIPPED.texts.values(), ids=lambda text: f"{text.message}-{text.channel}")
def test_a_neutral_text_says_nothing_and_no_other_claims_to(text: Text) -> None:
    assert bool(telling_parts(text)) is not text.neutral


def test_colleagues_get_a_reference_and_a_path_never_a_detail() -> None:
    to_staff = {route.message for event in TOLD for route in SHIPPED.routes(event) if route.to in STAFF}
    allowed = {"reference", "link", "due", "panel", "meeting_day", "agenda_version"}
    for message in to_staff:
        assert SHIPPED.channels(message) == {"email"}
        body = SHIPPED.text(message, "email", "en").body
        assert "link" in SHIPPED.places(message) or "/triage/" in body or "/audit/" in body
        assert SHIPPED.places(message) <= allowed


def test_the_newest_version_is_used_unless_one_is_named(tmp_path: Path) -> None:
    files = shelf(tmp_path)
    assert files.text("received", "email", "en").version == 2
    assert files.text("received", "email", "en", 1).body == "Thank you. {telephone}\n"
    assert files.text("received", "email", "en").subject == "Received {reference}"


def test_a_language_without_a_text_is_written_to_in_english(tmp_path: Path) -> None:
    files = shelf(tmp_path)
    assert files.text("received", "email", "pl").body == "Dziękujemy.\n"
    assert files.text("received", "sms", "pl").language == "en"
    assert files.text("received", "email", "und").language == "en"


def test_a_door_is_ours_to_knock_at_or_the_residents(tmp_path: Path) -> None:
    files = shelf(tmp_path)
    assert files.door("mediation", "us") == "We asked them."
    assert files.door("mediation", "resident") == files.door("mediation", None) == "Ask them."
    assert files.door("emergency_999", "us") is None


def test_what_nobody_wrote_has_no_channels(tmp_path: Path) -> None:
    assert shelf(tmp_path).channels("unheard_of") == frozenset()


STAFF_ROUTE = f'[[routes]]\nevent = "{EVENT}"\nmessage = "received"\nto = "duty_officer"\n'


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"your_reference/v1/en/email.txt": "Subject: {reference}\n\nFrom the police\n"}, "may not say police"),
        ({"your_reference/v1/en/email.txt": "Subject: Your report\n\nHello\n"}, "may not say report"),
        ({"received/v1/en/email.txt": "Subject: x\n\nDear {full_name}\n"}, "the place {full_name} is not known"),
        ({"received/v1/en/email.txt": "Thank you\n"}, "an e-mail begins with Subject:"),
        ({"received/v1/en/sms.txt": "{reference.__class__}\n"}, "the place {reference.__class__} is not known"),
        ({"routing.toml": ROUTING.replace(EVENT, "intake.unheard_of.v1")}, "nobody can be told about"),
        (
            {"routing.toml": ROUTING.replace('to = "reporter"', 'to = "perpetrator"')},
            "perpetrator is nobody we write to",
        ),
        ({"routing.toml": ROUTING.replace('message = "received"', 'message = "lost"')}, "no English text of lost"),
        ({"routing.toml": ROUTING.replace('neutral = ["your_reference"]', "neutral = []")}, "is not listed as neutral"),
        ({"routing.toml": ROUTING + STAFF_ROUTE}, "for residents, for colleagues or for a destination"),
        ({"routing.toml": ROUTING + STAFF_ROUTE}, "colleagues and destinations are written to by e-mail only"),
        ({"received/v1/en/fax.txt": "x"}, "not <message>/v<n>/<language>/"),
        ({"received/latest/en/email.txt": "x"}, "not <message>/v<n>/<language>/"),
    ],
)
def test_a_fault_is_found_when_the_files_are_loaded(tmp_path: Path, changes: dict[str, str], fault: str) -> None:
    with pytest.raises(BadMessages) as refused:
        shelf(tmp_path, **changes)
    assert fault in str(refused.value)


def test_places_are_read_as_they_are_written() -> None:
    assert places_in("{reference} and {due}") == {"reference", "due"}
