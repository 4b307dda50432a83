"""The e-mails of the rehearsal: written as mail programs write them, the same bytes for the same year."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from random import Random

from services.intake.adapters.mail.documents import as_document
from services.intake.adapters.mail.mime import read_mail
from services.intake.domain.mail.word_lists import WordLists
from services.rehearsal.plan.asb import Report
from services.rehearsal.plan.words import letters as words

OURS = "asb@waymark.example"


def letter(
    at: datetime, name: str, sender: str, subject: str, text: str, headers: Mapping[str, str | None] = {}
) -> bytes:
    """A message; `name` is what its id is made of. A header that is None is left out."""
    message = EmailMessage(policy=SMTP)
    given: dict[str, str | None] = {
        "From": sender,
        "To": OURS,
        "Subject": subject,
        "Date": format_datetime(at.astimezone(UTC)),
        "Message-ID": header_id(name),
    }
    for header, value in (given | dict(headers)).items():
        if value is not None:
            message[header] = value
    if "Content-Type" in headers:  # a body that says itself what it is
        return message.as_bytes() + text.encode("ascii")
    message.set_content(text)
    return message.as_bytes()


def header_id(name: str) -> str:
    """The id of the message of that name."""
    return f"<{name.replace('/', '.')}@mail.example.org>"


class ReportLetters:
    """Writes planned reports as their reporters would; `lists` are those by which the mailbox reads them."""

    def __init__(self, lists: WordLists, random: Random) -> None:
        self._lists, self._random = lists, random

    def written(self, report: Report, name: str, headers: Mapping[str, str | None] = {}) -> bytes:
        """As much of it as reads plainly; all of it where nothing does."""
        reporter, random = report.document["reporter"], self._random
        subject = random.choice(words.SUBJECTS[report.matter.category])
        greeting, end = random.choice(words.GREETINGS), random.choice(words.ENDS)
        account = str(report.document["description"])
        sender = f"{reporter['full_name']} <{reporter['email']}>"
        tried = [
            letter(
                report.at, name, sender, subject, f"{greeting},\n\n{told}\n\n{end}\n{reporter['full_name']}\n", headers
            )
            for told in (account, f"{account.partition('. ')[0]}.")
        ]
        return next((raw for raw in tried if self.reads_as(raw) == report.matter.category), tried[0])

    def reads_as(self, raw: bytes) -> str | None:
        """The one category of plain nuisance that a message is taken for by itself; None where it is not."""
        mail = read_mail(raw)
        document = json.loads(as_document(mail, self._lists.heard(mail.all_words()), self._lists))
        category: str | None = document.get("category")
        return category if document["kind"] == "asb" else None
