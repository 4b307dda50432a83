"""E-mails as they come in: from invented people, with whatever headers a test needs."""

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

AMINA = "Amina Okafor <amina@example.org>"
OURS = "asb@waymark.example"
NOISE = "There is loud music from the flat next to us every night and we would like it to stop. Thank you"
TIPPING = "Please clear the fly tipping in our road, and the old mattress too. Thank you all."
FEAR = "My husband hits me and he says he is going to kill me."


def a_message(
    text: str = NOISE, name: str = "first", *, sender: str | None = AMINA, answers: str | None = None, **headers: Any
) -> bytes:
    """A message; `name` is what its id is made of, `answers` the name of the one it answers.

    An underscore in the name of a header stands for a dash, and None takes a header away.
    """
    message = EmailMessage(policy=SMTP)
    given = {"From": sender, "To": OURS, "Subject": "Hello", "Date": "Mon, 23 Nov 2026 09:00:00 +0000"}
    given |= {"Message-ID": header_id(name), "In-Reply-To": header_id(answers) if answers else None}
    for header, value in (given | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value is not None:
            message[header] = value
    message.set_content(text)
    return message.as_bytes()


def header_id(name: str) -> str:
    """The id of the message of that name."""
    return f"<{name}@example.org>"


def raw(*lines: str) -> bytes:
    """A message as its lines, for what no careful program would send."""
    return "\r\n".join(lines).encode("utf-8", "surrogateescape")
