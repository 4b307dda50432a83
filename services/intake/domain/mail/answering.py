"""Whether a message may be answered plainly, as far as the message itself says; the safe-contact gate decides later.

A message about plain nuisance, with no word of home or fear in any language we have a list for, written by one person
to us and nobody's answer to anything. Everything else is answered by a person, or not at all.
"""

from collections.abc import Callable

from services.intake.domain.mail.as_read import Mail
from services.intake.domain.mail.word_lists import WordLists
from services.intake.domain.values import email_address

# Whoever writes at length has more to say than a list of words can judge.
_LONGEST = 3_000
_HARMLESS_ODDITIES = frozenset({"html", "guessed_charset"})
_FAILED = ("dmarc=fail", "spf=fail", "dkim=fail")


def answerable(mail: Mail, lists: WordLists) -> bool:
    """Whether nothing in it speaks against a plain answer."""
    return bool(plain_categories(mail, lists)) and not any(objects(mail) for objects in OBJECTIONS)


def plain_categories(mail: Mail, lists: WordLists) -> tuple[str, ...]:
    """The categories of plain nuisance that it speaks of and of nothing else; none where there is any doubt."""
    return lists.plainly(mail.all_words())


def _no_sender(mail: Mail) -> bool:
    return not mail.header("message-id") or mail.sender is None or "several_senders" in mail.oddities


def _answers_something(mail: Mail) -> bool:
    """Once a thread: only what begins one is answered by itself."""
    return any(mail.header(name) for name in ("in-reply-to", "references"))


def _elsewhere(mail: Mail) -> bool:
    """An answer would go to another address than the one it is from, or whoever carried it named another."""
    own = mail.sender.mailbox if mail.sender else None
    named = [mail.header("reply-to"), mail.header("return-path"), mail.header("sender")]
    return any(own not in said.casefold() for said in named if said and own)


def _wants_none(mail: Mail) -> bool:
    return mail.has("x-auto-response-suppress") or mail.has("list-id") or mail.has("precedence")


def _perhaps_forged(mail: Mail) -> bool:
    return any(sign in said.lower() for said in mail.headers.get("authentication-results", ()) for sign in _FAILED)


def _more_than_words(mail: Mail) -> bool:
    """What is attached may say what the words do not: a picture of the nuisance may come along, nothing else."""
    return (
        any(not each.media_type.startswith("image/") for each in mail.attached)
        or not mail.oddities <= _HARMLESS_ODDITIES
        or len(mail.hearable) > _LONGEST
    )


def _several_recipients(mail: Mail) -> bool:
    """Whoever else was written to may read the thread."""
    to = ", ".join((*mail.headers.get("to", ()), *mail.headers.get("cc", ())))
    return len([each for each in to.split(",") if email_address(each.strip().strip("<>"))]) > 1 or mail.has("cc")


OBJECTIONS: tuple[Callable[[Mail], bool], ...] = (
    _no_sender,
    _answers_something,
    _elsewhere,
    _wants_none,
    _perhaps_forged,
    _more_than_words,
    _several_recipients,
)
