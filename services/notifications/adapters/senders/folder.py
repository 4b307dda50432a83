"""Puts every message into a folder instead of sending it: for one's own machine, rehearsals and tests."""

import os
from pathlib import Path

from services.notifications.adapters.senders.as_email import Unmakeable, as_email
from services.notifications.application.ports import HandedOver, Letter, NotHandedOver, Outcome
from services.notifications.domain.gate import Outbox

_ENDINGS = {"email": ".eml", "sms": ".sms.txt", "post": ".letter.txt"}


class FolderSender:
    """One file for each notice, readable by its owner alone; nothing leaves the house."""

    outbox = Outbox(real=False, carries=frozenset({"email", "sms", "post"}))

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: Letter) -> Outcome:
        """Write the message down, whole or not at all; a second try replaces the first."""
        try:
            content = _content(letter)
        except Unmakeable:
            return NotHandedOver("message_unmakeable", lasting=True)
        try:
            self._write(f"{letter.notice_id}{_ENDINGS[letter.channel]}", content)
        except OSError:
            return NotHandedOver("disk", lasting=False)
        return HandedOver()

    def _write(self, name: str, content: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self._folder / f".{name}.unfinished"
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._folder / name)


def _content(letter: Letter) -> bytes:
    if letter.channel == "email":
        return as_email(letter).as_bytes()
    return f"To: {letter.address}\n\n{letter.body}".encode()
