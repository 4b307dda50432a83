"""Tells messages from people apart from what machines send about messages; what is in doubt is for a person to see.

Whatever reports about a message, answers by itself or goes round in circles is never a referral and is never answered
(RFC 3834, 3464, 5965, 8098). One sign that only machines give is enough; what people write, too, counts only together
with another sign, so that nobody's call for help is taken for a bounce.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from services.intake.domain.mail.as_read import Mail

Sort = Literal["letter", "ignored", "quarantined"]

# More servers than any message passes on its way (RFC 5321, 6.3, asks for at least a hundred to be let through).
_TOO_MANY_HOPS = 100
_DAEMONS = re.compile(
    r"(?:^|[.-])(?:mailer[-_. ]?daemon|mail[-_. ]?daemon|maildeliverysystem|mdaemon)(?:$|[+.-])", re.I
)
_OFFICES = re.compile(
    r"^(?:post[-_. ]?master|mail(?:er)?|mail-?administrator|mail[-_. ]?delivery\w*|mail-?system|bounces?|root|"
    r"(?:no-?reply|info)?-?mailer|administrator|microsoftexchange\w*|mmdf|ffs-?admin)(?:$|[+.-])",
    re.I,
)
_OFFICE_NAMES = re.compile(
    r"mail(?:er)?[ -]?(?:delivery|daemon)|delivery (?:subsystem|system|service)|system admin|postmaster|"
    r"internet mail delivery|mail administrator|message (?:handling|delivery)|antivirus|content filter|amavis",
    re.I,
)
# Addresses that no person answers at, and so as a rule none writes from.
_NOBODYS = re.compile(r"^(?:post[-_. ]?master|(?:do[-_.]?)?no[t]?[-_.]?reply|bounces?)(?:$|[+.-])", re.I)
_RETURNED = re.compile(
    r"(?:^|[\[: ])(?:undeliver|un-?deliver|not delivered|non[- ]?deliver|could ?n.t (?:be )?(?:send|deliver)|"
    r"returned (?:mail|to sender|message)|mail (?:system error|delivery|could not|failure)|mail status|"
    r"message (?:delivery|status|you sent)|delivery (?:status|fail|notif|problem|error|report|has failed|delay)|"
    r"failure notice|failed to deliver|failed mail|warning: (?:could not|message|e?-?mail)|unable to deliver|"
    r"unzustellbar|non remis|no se pudo entregar|не доставлено|недоставленное|user unknown|bounced? (?:mail|message)|"
    r"there was an error sending|dsn:|ndn:|ndr:|loop alert|"
    r"配信(?:エラー|不能|失敗|不可)|配送(?:エラー|不能|失敗)|送信(?:エラー|失敗|できません)|メールエラー|未配)",
    re.I,
)
# Each is something that servers say to one another and people seldom do; together they are no person's words.
_MACHINE_WORDS = (
    r"\b[45]\d\d[ \-#]{1,3}[45]\.\d{1,3}\.\d{1,3}\b|\(#[45]\.\d\.\d\)|\bsmtp;|\bdsn=",
    r"\b(?:smtp|host|server|mta) (?:error|said|response|replied)|remote (?:host|server)|<<< |>>> |esmtp",
    r"could not (?:be )?deliver|did not reach|(?:un|not )able to deliver|undeliver|"
    r"permanent(?:ly)? (?:fatal )?(?:error|fail)|"
    r"delivery to the following|delivery has failed|final(?:ly)? gave? up|no further attempts",
    r"recipient (?:address )?(?:rejected|unknown|not found)|user unknown|unknown user|no such user|"
    r"mailbox (?:is )?full|unrouteable|invalid (?:recipient|user)|over quota|quota exceeded",
    r"transcript of session|this is (?:the|a) (?:mail|qmail|permanent)|"
    r"original message (?:follows|was received|headers)|below this line|failed recipient|"
    r"mail(?:er)?-daemon|mail system",
    r"^\s*(?:final-recipient|reporting-mta|diagnostic-code|received|return-path|message-id):",
    r'"notificationtype"\s*:\s*"(?:bounce|complaint|delivery)"',
)
_MACHINE_SAYS = tuple(re.compile(words, re.I | re.M) for words in _MACHINE_WORDS)
_CERTAIN = 2
_AWAY = re.compile(
    r"^\s*\[?(?:auto(?:matic|mated)?[ -]?(?:reply|response|answer|mail)|autoreply|auto:|out[ -]of[ -](?:the )?office|"
    r"ooo:|vacation|away from|i am away|on (?:annual )?leave|réponse automatique|absen(?:ce|t) du bureau|"
    r"automatische antwort|abwesenheits|risposta automatica|fuori sede|respuesta automática|fuera de la oficina|"
    r"resposta automática|automatisch antwoord|afwezig|autosvar|automatyczna odpowiedź|nieobecn|răspuns automat|"
    r"otomatik yanıt|автоответ|自動応答|自動返信|自动回复)",
    re.I,
)
_AUTO_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-response", "x-mail-autoreply", "x-vacation")
_LISTS = ("list-id", "list-post", "list-unsubscribe", "mailing-list", "x-mailing-list", "x-list", "list-help")
_BULK = frozenset({"bulk", "list", "junk"})


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a message is taken for, and the code of why; a letter from somebody has no reason against it."""

    sort: Sort
    reason: str


LETTER = Sorted("letter", "letter")
Sign = Callable[[Mail, Collection[str]], str | None]


def sorted_mail(mail: Mail, own: Collection[str]) -> Sorted:
    """What this message is; `own` are the addresses that we ourselves receive or send under."""
    for sign in SIGNS:
        if (reason := sign(mail, own)) is not None:
            return Sorted("ignored", reason)
    for doubt in DOUBTS:
        if (reason := doubt(mail, own)) is not None:
            return Sorted("quarantined", reason)
    return LETTER


def _report(mail: Mail, own: Collection[str]) -> str | None:
    """RFC 3464, 5965 and 8098: a part of the message itself, not of one it forwards, says what it reports.

    Microsoft's reports of complaints come without such a part: the message complained of, and a subject that says so.
    """
    complaint = "forwarded" in mail.oddities and mail.subject.lower().startswith("complaint about message from ")
    if complaint or "message/feedback-report" in mail.reports:
        return "spam_report"
    if any("disposition" in kind for kind in mail.reports):
        return "read_receipt"
    return "delivery_report" if mail.reports else None


def _from_nobody(mail: Mail, own: Collection[str]) -> str | None:
    """The null return path: whoever sends so wants no answer, ever (RFC 5321, 4.5.5)."""
    paths = (*mail.headers.get("return-path", ()), *mail.headers.get("x-envelope-from", ()))
    return "null_return_path" if any(path.strip() in ("<>", '<"">') for path in paths) else None


def _automatic(mail: Mail, own: Collection[str]) -> str | None:
    said = mail.header("auto-submitted").split("(")[0].split(";")[0].strip().lower()
    if said and said != "no":
        return "auto_reply" if said == "auto-replied" else "automatic"
    if any(mail.has(name) for name in _AUTO_HEADERS) or mail.header("precedence").lower() == "auto_reply":
        return "auto_reply"
    return "auto_reply" if mail.header("delivered-to").lower() == "autoresponder" else None


def _loop(mail: Mail, own: Collection[str]) -> str | None:
    """It comes from ourselves, has been here before, or has been handed round and round."""
    from_us = mail.sender is not None and mail.sender.mailbox in own
    been_here = any(name in own for name in map(str.lower, mail.headers.get("x-loop", ())))
    return "loop" if from_us or been_here or len(mail.headers.get("received", ())) >= _TOO_MANY_HOPS else None


def _returned(mail: Mail, own: Collection[str]) -> str | None:
    """A bounce without the form of one: by whose it is, or by its subject together with what else it is like."""
    if mail.has("x-failed-recipients") or mail.header("x-mailer").lower().startswith("<smtp32"):
        return "bounce"
    local, name = _local(mail), (mail.sender.name or "") if mail.sender else mail.header("from")
    if _DAEMONS.search(local):
        return "bounce"
    office = bool(_OFFICES.search(local) or _OFFICE_NAMES.search(name))
    returned, machine = bool(_RETURNED.search(mail.subject)), _machine_words(mail)
    if office and (returned or machine):
        return "bounce"
    nobodys = bool(_NOBODYS.search(local)) or mail.sender is None
    return "bounce" if machine >= _CERTAIN and (returned or nobodys) else None


def _away(mail: Mail, own: Collection[str]) -> str | None:
    answering = mail.has("in-reply-to") or mail.has("references") or mail.has("x-auto-response-suppress")
    return "auto_reply" if answering and _AWAY.search(mail.subject) else None


def _unreadable(mail: Mail, own: Collection[str]) -> str | None:
    for oddity in ("encrypted", "unreadable"):
        if oddity in mail.oddities and not (oddity == "encrypted" and mail.text):
            return oddity
    return None if mail.subject or mail.text or mail.attached else "empty"


def _from_a_list(mail: Mail, own: Collection[str]) -> str | None:
    if any(mail.has(name) for name in _LISTS) or mail.header("precedence").lower() in _BULK:
        return "mailing_list"
    return None


def _perhaps_automatic(mail: Mail, own: Collection[str]) -> str | None:
    return "looks_automatic" if _AWAY.search(mail.subject) else None


def _perhaps_returned(mail: Mail, own: Collection[str]) -> str | None:
    """Of the subject alone nobody can tell: people write of undelivered parcels, too."""
    return "looks_returned" if _RETURNED.search(mail.subject) and _machine_words(mail) else None


def _nobodys(mail: Mail, own: Collection[str]) -> str | None:
    return "nobodys_address" if _NOBODYS.search(_local(mail)) else None


def _marked_as_spam(mail: Mail, own: Collection[str]) -> str | None:
    return "marked_as_spam" if mail.header("x-spam-flag").lower().startswith("yes") else None


def _machine_words(mail: Mail) -> int:
    """How many kinds of things it says that servers say to one another."""
    return sum(bool(says.search(mail.text[:20_000])) for says in _MACHINE_SAYS)


def _local(mail: Mail) -> str:
    return mail.sender.mailbox.partition("@")[0] if mail.sender else ""


SIGNS: tuple[Sign, ...] = (_report, _from_nobody, _automatic, _loop, _returned, _away)
DOUBTS: tuple[Sign, ...] = (_unreadable, _from_a_list, _perhaps_automatic, _perhaps_returned, _nobodys, _marked_as_spam)
