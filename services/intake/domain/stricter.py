"""The stricter of several sayings about how one person may be reached: merging records opens no way that one closes."""

from collections.abc import Iterable

from services.intake.domain.events import ChannelSafety, SafeContact

_WAYS = ("phone", "sms", "email", "post", "in_person")
_STRICTEST = ("no", "unknown", "yes")
_SILENT = SafeContact()


def stricter(hers: SafeContact, others: Iterable[SafeContact]) -> SafeContact:
    """Hers, with every way no safer than any of the others says; her codeword and day of confirming stay.

    A record in which nobody ever asked says nothing: not asked is not no. Where it was asked, what was left open there
    counts as not known here too.
    """
    for other in others:
        if _said_nothing(other):
            continue
        ways = {way: _less_safe(getattr(hers, way), getattr(other, way)) for way in _WAYS}
        names = tuple(dict.fromkeys((*hers.must_not_receive, *other.must_not_receive)))
        hers = SafeContact(**ways, confirmed_at=hers.confirmed_at, codeword=hers.codeword, must_not_receive=names)
    return hers


def _said_nothing(contact: SafeContact) -> bool:
    return all(getattr(contact, way) == getattr(_SILENT, way) for way in _WAYS) and not contact.must_not_receive


def _less_safe(one: ChannelSafety, other: ChannelSafety) -> ChannelSafety:
    safe = min(one.safe, other.safe, key=_STRICTEST.index)
    times = one.times or other.times
    if one.times and other.times:
        times = tuple(window for window in one.times if window in other.times)
        # No hour in which both are safe is known: then it is not known to be safe at all.
        safe = safe if times or safe != "yes" else "unknown"
        times = times or one.times
    return ChannelSafety(safe=safe, voicemail=min(one.voicemail, other.voicemail, key=_STRICTEST.index), times=times)
