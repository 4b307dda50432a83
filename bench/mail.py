"""E-mails taken in, from bytes to the last fact on the disk, against reading them with the standard library alone."""

import itertools
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from statistics import median

from structlog.testing import capture_logs

from bench.outcome import Outcome
from bench.rounds import Bar, Work, measure, ratios
from services.intake.wiring import build_intake, mail_room
from shared.runtime.ground import make_ground
from shared.runtime.settings import from_environment

_OURS, _PARSED = "e-mails taken in", "the standard library's parser"
# What a worker must take in within an hour.
_BAR_AN_HOUR = 10_000
_MESSAGES = 200
_TEXT = (
    "There is loud music from the flat above from eleven at night until three in the morning, most nights since the "
    "summer. I have knocked twice. It stopped for a week in October and then began again, with people coming and going "
    "and bottles left on the stairs. I have kept a list of the nights. "
)


def run(folder: Path, rounds: int, share: float) -> Outcome:
    """One process on SQLite: of ten messages six are letters, one a reply, two bounces, one for quarantine."""
    ground = make_ground(from_environment({"WAYMARK_DATA": str(folder / "data")}))
    service = build_intake(ground)
    room, numbers = mail_room(ground, service), itertools.count()
    count = max(10, round(_MESSAGES * share))

    def take_in() -> Work:
        messages = [_message(next(numbers)) for _ in range(count)]
        return count, lambda: [room.take(raw) for raw in messages]

    def parse() -> Work:
        messages = [_message(next(numbers)) for _ in range(count)]
        return count, lambda: [list(message_from_bytes(raw).walk()) for raw in messages]

    with capture_logs():  # a line for each message, which a worker writes elsewhere
        rates = measure({_OURS: take_in, _PARSED: parse}, rounds)
    service.views.close()
    service.store.close()
    ground.keyring.close()
    an_hour = round(median(rates[_OURS]) * 3600)
    met = "met" if an_hour >= _BAR_AN_HOUR else "missed"
    return Outcome(
        name="mail",
        unit="messages/s",
        rates=rates,
        ratios=ratios(rates, [Bar(_OURS, _PARSED)]),
        notes=[
            f"{an_hour:,} e-mails a worker-hour; the bar is {_BAR_AN_HOUR:,}: {met}.",
            "Each is read, sorted, held against the lists of words of danger, sealed, kept as it came, and written "
            "down; each commit waits for the disk.",
        ],
        also={"an_hour": an_hour, "bar_an_hour": _BAR_AN_HOUR},
    )


def _message(number: int) -> bytes:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = f"Robin Abcdef <caller{number}@example.org>", "asb@waymark.example"
    made["Subject"], made["Message-ID"] = f"Loud music, {number}", f"<{number}@example.org>"
    kind = number % 10
    if kind == 6:
        made.replace_header("From", f"Robin Abcdef <caller{number - 6}@example.org>")
        made["In-Reply-To"] = f"<{number - 6}@example.org>"
    elif kind in (7, 8):
        made["Return-Path"] = "<>"
    elif kind == 9:
        made["List-Id"] = "<list.example.org>"
    made.set_content(_TEXT * 4)
    made.add_alternative(f"<html><body><p>{_TEXT * 4}</p></body></html>", subtype="html")
    if kind < 2:
        made.add_attachment(b"\xff\xd8" + bytes(60_000), maintype="image", subtype="jpeg", filename="road.jpg")
    return made.as_bytes()
