"""What else lies in the mailbox: what programs send, what waits for somebody to read it, and two people in danger."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from services.rehearsal.plan import cast
from services.rehearsal.plan.asb import Report
from services.rehearsal.plan.deeds import Deed
from services.rehearsal.plan.intake_deeds import ReceiveMail, SubmitByMail
from services.rehearsal.plan.letters import OURS, header_id, letter
from services.rehearsal.plan.words import letters as words
from services.rehearsal.plan.year import DAY, Year, moment

_DAEMON = "Mail Delivery System <MAILER-DAEMON@mail.example.net>"


# What programs sent on these days before today, each day one of both sorts.
_PROGRAMS_WROTE = (28, 19, 12, 5)
_AUTOMATIC = {"Auto-Submitted": "auto-replied"}
_LIST = {"List-Id": "<residents.example.org>"}
# What came yesterday: hour and minute, name, sender, subject, text, headers.
_YESTERDAY: Sequence[tuple[int, int, str, str, str, str, Mapping[str, str]]] = (
    (7, 40, "newsletter", "Alderfly Residents <news@example.org>", "Our street this month", words.NEWSLETTER, _LIST),
    (9, 5, "spam", "Mailbox team <team@example.net>", "Your mailbox is full", words.SPAM, {"X-Spam-Flag": "YES"}),
    (11, 20, "sealed", "Idris Quillfeather <idris.quillfeather@example.org>", "Sealed", words.SEALED, words.PGP),
    (16, 50, "fear", "Seren Wetherdenne <seren.wetherdenne@example.org>", "Please read", words.FEAR, {}),
    (18, 35, "fear-on-a-list", "Petra Slateford <petra.slateford@example.org>", "Help", words.FEAR_ON_A_LIST, _LIST),
    (20, 10, "polish", "Magdalena Nowickander <magdalena.nowickander@example.org>", "Prośba", words.POLISH, {}),
)


def other_mail(year: Year, taken: list[tuple[SubmitByMail, Report]]) -> Iterator[Deed]:
    """Everything that is no planned report; `taken` are those of them that came as plain messages, in their order."""
    for number, days in enumerate(_PROGRAMS_WROTE):
        yield from _programs(moment(year.today - days * DAY, 8 + number, 12), number)
    for hour, minute, name, sender, subject, text, headers in _YESTERDAY:
        yield _mail(moment(year.last, hour, minute), name, sender, subject, text, headers)
    yield from _in_threads(year, taken)


def _programs(at: datetime, number: int) -> Iterator[Deed]:
    """A message that came back, and one that answers by itself."""
    bounced = words.BOUNCE.format(f"resident{number}@example.org")
    back = {**_AUTOMATIC, "Return-Path": "<>"}
    yield _mail(at, f"bounce/{number}", _DAEMON, "Undelivered Mail Returned to Sender", bounced, back)
    office = f"Housing office {number} <office{number}@example.org>"
    later = at + timedelta(hours=3)
    yield _mail(later, f"away/{number}", office, "Automatic reply: your message", words.AWAY, _AUTOMATIC)


def _in_threads(year: Year, taken: list[tuple[SubmitByMail, Report]]) -> Iterator[Deed]:
    """Whoever wrote before writes again; the same message comes twice; a stranger answers another's thread."""
    before = [each for each in taken if each[0].at < moment(year.last, 9)]
    (first, reported), (second, report), (last, _) = before[0], before[len(before) // 2], before[-1]
    yield ReceiveMail(at=first.at + timedelta(hours=1), key=f"{first.key}/again", by=_OFFICER, raw=first.raw)
    at = moment(year.last, 10, 15)
    yield _answer(at, "more", reported, first, words.MORE)
    yield _answer(at + timedelta(hours=5), "later", report, second, words.LATER)
    stranger = "Ivo Gallowmere <ivo.gallowmere@example.org>"
    yield _mail(
        at + timedelta(hours=2),
        "stranger",
        stranger,
        "Re: our street",
        words.STRANGER,
        {"In-Reply-To": header_id(last.referral.key)},
    )


def _answer(at: datetime, name: str, report: Report, to: SubmitByMail, text: str) -> Deed:
    reporter = report.document["reporter"]
    sender = f"{reporter['full_name']} <{reporter['email']}>"
    return _mail(at, name, sender, "Re: my message", text, {"In-Reply-To": header_id(to.referral.key)})


def _mail(
    at: datetime, name: str, sender: str, subject: str, text: str, headers: Mapping[str, str | None] = {}
) -> ReceiveMail:
    raw = letter(at, f"mailbag/{name}", sender, subject, text, {"To": OURS, **headers})
    return ReceiveMail(at=at, key=f"mailbag/{name}", by=_OFFICER, raw=raw)


_OFFICER = cast.CONTACT_CENTRE.sign_in_name
