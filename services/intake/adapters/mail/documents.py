"""Makes a referral document of an e-mail: what it states, and nothing else; what is not said stays unknown."""

import json
from typing import Any

from services.intake.domain.given import LONGEST_DESCRIPTION
from services.intake.domain.mail.answering import plain_categories
from services.intake.domain.mail.as_read import Mail
from services.intake.domain.mail.word_lists import Found, WordLists

# Under this name it is recorded that an answer comes from words in an e-mail and not from anybody who was asked.
WORDS_FOUND = "words_in_an_email"
_LONGEST_NAME = 200
_CUT = "\n\n[The rest is in the message itself.]"


def as_document(mail: Mail, heard: Found, lists: WordLists) -> bytes:
    """The document. A kind is named only for plain nuisance; words of danger give answers, and only ever yes."""
    categories = plain_categories(mail, lists)
    document: dict[str, Any] = {
        "kind": "asb" if categories else "unsure",
        "channel": "email",
        "category": categories[0] if len(categories) == 1 else None,
        "description": _description(mail) or None,
        "reporter": _reporter(mail),
    }
    if heard.answers:
        document["facts"] = dict.fromkeys(heard.answers, "yes")
        document["asked"] = [{"question": WORDS_FOUND, "wording": lists.edition, "facts": list(heard.answers)}]
    return json.dumps({name: value for name, value in document.items() if value is not None}).encode()


def _description(mail: Mail) -> str:
    attached = f"[{len(mail.attached)} attached]" if mail.attached and not mail.text else ""
    whole = "\n\n".join(part for part in (mail.subject, mail.text, attached) if part)
    return whole if len(whole) <= LONGEST_DESCRIPTION else whole[: LONGEST_DESCRIPTION - len(_CUT)] + _CUT


def _reporter(mail: Mail) -> dict[str, str] | None:
    if mail.sender is None:
        return None
    name = mail.sender.name
    said = {"email": mail.sender.mailbox}
    return said | {"full_name": name} if name and len(name) <= _LONGEST_NAME and "@" not in name else said
