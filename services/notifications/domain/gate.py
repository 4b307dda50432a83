"""The safe-contact gate: whether one message may go to one person now, decided when it is about to go.

It fails closed: a message goes only if no check objects, and whatever is not known counts as not safe. The checks stand
in tables, so that a test can take each one away and see that its absence is noticed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notifications.domain.recipient import ReachableBy, Recipient
from services.notifications.domain.safe_hours import Window, next_permitted, window
from services.notifications.domain.sameness import may_be_one_person, name_key, usable
from services.notifications.domain.values.channels import CHANNELS, Channel

# How long what somebody said about her safety holds: risk changes, and a phone changes hands (practice guidance asks
# for it to be confirmed at every contact; thirty days is the bound we set).
CONFIRMATION_HOLDS = timedelta(days=30)
# A clock that is a little ahead of ours is no reason to doubt what was confirmed.
_CLOCKS_DIFFER = timedelta(hours=1)
# A notice can overtake the referral it belongs to; this long it is waited for.
CONTACTS_ARRIVE_WITHIN = timedelta(hours=1)
_LOOK_AGAIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Outbox:
    """What sends: which channels it carries, and whether anything leaves the house through it."""

    real: bool
    carries: frozenset[Channel]


@dataclass(frozen=True, slots=True)
class Asked:
    """One message to one person, with all that the gate looks at.

    `recipient` is None while nothing is known about the referral. `written_for` are the channels there is a text for;
    `neutral` says whether that text tells nothing. `origin` is "rehearsal" if the notice or the referral is.
    `news_untaken` says that something about her has arrived that could not be taken in: she may have said otherwise.
    `plain_only` is for what nobody must get where the referral is sensitive, or where `said_anew` says that somebody
    has said since how she may be reached.
    """

    requested_at: datetime
    origin: str
    outbox: Outbox
    written_for: frozenset[Channel]
    neutral: bool
    sensitive: bool
    recipient: Recipient | None
    news_untaken: bool = False
    plain_only: bool = False
    said_anew: bool = False


@dataclass(frozen=True, slots=True)
class Allowed:
    """It may go, by this channel, for these reasons. The address never shows when this is printed."""

    channel: Channel
    address: str
    reasons: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Allowed({self.channel}, {self.reasons})"


@dataclass(frozen=True, slots=True)
class NotYet:
    """It may not go now; ask again at this moment."""

    until: datetime
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """It may not go."""

    reasons: tuple[str, ...]


Verdict = Allowed | NotYet | Withheld
MessageCheck = Callable[[Asked], str | None]
PersonCheck = Callable[[Recipient], str | None]
ChannelCheck = Callable[[Asked, Recipient, ReachableBy, datetime], str | None]


def _imported(asked: Asked) -> str | None:
    return "imported" if asked.origin not in ("live", "rehearsal") else None


def _rehearsal(asked: Asked) -> str | None:
    return "rehearsal_stays_inside" if asked.origin == "rehearsal" and asked.outbox.real else None


def _untaken(asked: Asked) -> str | None:
    return "news_not_taken" if asked.news_untaken else None


def _sensitive_since(asked: Asked) -> str | None:
    return "not_when_sensitive" if asked.plain_only and asked.sensitive else None


def _said_since(asked: Asked) -> str | None:
    return "said_anew_since" if asked.plain_only and asked.said_anew else None


def _forgotten(who: Recipient) -> str | None:
    return "person_forgotten" if who.forgotten else None


def _unreadable(who: Recipient) -> str | None:
    return "details_unreadable" if who.unreadable else None


def _not_the_reporter(who: Recipient) -> str | None:
    return None if who.is_reporter else "not_the_reporter"


def _perpetrator(who: Recipient) -> str | None:
    return "known_as_perpetrator" if "perpetrator" in who.roles and "victim" not in who.roles else None


def nothing_stated(who: Recipient) -> str | None:
    return None if who.stated else "no_safety_stated"


def _must_not_receive(who: Recipient) -> str | None:
    own = name_key(who.name)
    return "must_not_receive" if own and own in {name_key(name) for name in who.must_not_receive} else None


def _name_not_known(who: Recipient) -> str | None:
    own = name_key(who.name)
    others = [name for name in who.must_not_receive if not own or name_key(name) != own]
    return "name_not_known_to_differ" if any(may_be_one_person(who.name, name) for name in others) else None


def _perpetrators_name(who: Recipient) -> str | None:
    """Somebody else by that name is possible; but who does it may also have called and given the name."""
    own = name_key(who.name)
    return "bears_perpetrators_name" if own and own in map(name_key, who.perpetrators_names) else None


def _no_wording(asked: Asked) -> str | None:
    return None if asked.written_for else "no_wording"


def _not_neutral(asked: Asked) -> str | None:
    return "no_neutral_wording" if asked.sensitive and not asked.neutral else None


def _not_given(asked: Asked, who: Recipient, by: ReachableBy, now: datetime) -> str | None:
    return None if by.address else "not_given"


def not_known_to_be_safe(asked: Asked, who: Recipient, by: ReachableBy, now: datetime) -> str | None:
    if by.safe == "yes":
        return None
    return "not_safe" if by.safe == "no" else "not_known_to_be_safe"


def _not_fresh(asked: Asked, who: Recipient, by: ReachableBy, now: datetime) -> str | None:
    if not needs_confirmation(asked.sensitive, who, by):
        return None
    if who.confirmed_at is None:
        return "not_confirmed"
    return None if confirmed_lately(who, now) else "confirmation_expired"


def _unusable(asked: Asked, who: Recipient, by: ReachableBy, now: datetime) -> str | None:
    return "unusable" if by.address and usable(by.way, by.address) is None else None


def _hidden(asked: Asked, who: Recipient, by: ReachableBy, now: datetime) -> str | None:
    """An envelope tells whoever carries it where a refuge is, and that we know of somebody there."""
    return "address_hidden" if by.hidden else None


def _shared(asked: Asked, who: Recipient, by: ReachableBy, now: datetime) -> str | None:
    return "shared_with_perpetrator" if who.shares(by) else None


def _not_comparable(asked: Asked, who: Recipient, by: ReachableBy, now: datetime) -> str | None:
    return "not_comparable" if by.way in who.not_comparable else None


def _not_carried(asked: Asked, who: Recipient, by: ReachableBy, now: datetime) -> str | None:
    return None if by.way in asked.outbox.carries else "not_carried"


def _no_text(asked: Asked, who: Recipient, by: ReachableBy, now: datetime) -> str | None:
    return None if by.way in asked.written_for else "no_text"


def _unreadable_times(asked: Asked, who: Recipient, by: ReachableBy, now: datetime) -> str | None:
    """No window can be read, none ever comes, or it is a letter, which lands when the post chooses."""
    return "times_unreadable" if by.times and (by.way == "post" or _opening(by, now) is None) else None


@dataclass(frozen=True, slots=True)
class Checks:
    """The gate's table: what is asked about the message, about the person, and about each channel."""

    message: tuple[MessageCheck, ...]
    person: tuple[PersonCheck, ...]
    channel: tuple[ChannelCheck, ...]


CHECKS = Checks(
    message=(_imported, _rehearsal, _no_wording, _not_neutral, _untaken, _sensitive_since, _said_since),
    person=(
        _forgotten,
        _unreadable,
        _not_the_reporter,
        _perpetrator,
        nothing_stated,
        _must_not_receive,
        _name_not_known,
        _perpetrators_name,
    ),
    channel=(
        _not_given,
        not_known_to_be_safe,
        _not_fresh,
        _unusable,
        _hidden,
        _shared,
        _not_comparable,
        _not_carried,
        _no_text,
        _unreadable_times,
    ),
)


def may_send(asked: Asked, now: datetime, checks: Checks = CHECKS) -> Verdict:
    """Whether this message may go to this person at this moment, and by which channel."""
    who = asked.recipient
    if who is None:
        waiting = now < asked.requested_at + CONTACTS_ARRIVE_WITHIN
        return NotYet(now + _LOOK_AGAIN, ("contacts_not_known",)) if waiting else Withheld(("contacts_not_known",))
    objections = [code for check in checks.message if (code := check(asked))]
    objections += [code for each in checks.person if (code := each(who))]
    if objections:
        return Withheld(tuple(objections))
    refused: list[str] = []
    openings: list[tuple[datetime, str]] = []
    for channel in CHANNELS:
        by = who.by(channel)
        wrong = [code for check in checks.channel if (code := check(asked, who, by, now))]
        opening = None if wrong else _opening(by, now)
        if opening is None:
            refused += [f"{channel}_{code}" for code in _worth_telling(wrong)]
        elif opening <= now:
            return _allowed(asked, who, by, channel)
        else:
            openings.append((opening, f"{channel}_outside_safe_hours"))
    if openings:
        return NotYet(min(openings)[0], tuple(reason for _, reason in openings))
    return Withheld(("no_safe_way", *refused))


def needs_confirmation(sensitive: bool, who: Recipient, by: ReachableBy) -> bool:
    """Whether it counts when safety was last confirmed: always, but for plain e-mail about what is not sensitive.

    Somebody who is both named as doing it and as suffering it is a matter of counter-accusations: as if sensitive.
    """
    return sensitive or "perpetrator" in who.roles or by.way != "email"


def confirmed_lately(who: Recipient, now: datetime) -> bool:
    """Whether what she said about her safety still holds; nothing is believed from the future."""
    return who.confirmed_at is not None and -_CLOCKS_DIFFER <= now - who.confirmed_at <= CONFIRMATION_HOLDS


def _allowed(asked: Asked, who: Recipient, by: ReachableBy, channel: Channel) -> Allowed:
    fresh = "safety_confirmed" if needs_confirmation(asked.sensitive, who, by) else "not_sensitive"
    address = usable(by.way, by.address or "") or ""
    return Allowed(channel, address, (f"{channel}_safe", fresh))


def _opening(by: ReachableBy, now: datetime) -> datetime | None:
    """When this way is open next. Windows that cannot be read open nothing; if none can, the way stays shut."""
    windows: Sequence[Window] = [found for each in by.times if (found := window(each)) is not None]
    if by.times and not windows:
        return None
    return next_permitted(now, windows)


def _worth_telling(wrong: Sequence[str]) -> Sequence[str]:
    """Where no address was given, nothing else about that way matters."""
    return wrong[:1] if wrong[:1] == ["not_given"] else wrong
