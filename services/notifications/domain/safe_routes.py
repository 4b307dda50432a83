"""What a person may do where nothing may be sent: the ways somebody said are safe, with their hours."""

from datetime import datetime

from services.notifications.domain.gate import CHECKS, confirmed_lately
from services.notifications.domain.recipient import ReachableBy, Recipient
from services.notifications.domain.values.channels import SPOKEN_WAYS
from services.notifications.domain.values.safe_route import SafeRoute


def safe_routes(who: Recipient | None, now: datetime) -> tuple[SafeRoute, ...]:
    """The spoken ways she said are safe, the telephone first. None for whoever the gate would never let be told."""
    if who is None or any(check(who) for check in CHECKS.person):
        return ()
    fresh = confirmed_lately(who, now)
    return tuple(
        SafeRoute(by.way, by.times, by.voicemail == "yes", fresh and by.way not in who.not_comparable, by.address)
        for by in (who.by(way) for way in SPOKEN_WAYS)
        if by.safe == "yes" and (by.way == "in_person" or _own_number(by, who))
    )


def _own_number(by: ReachableBy, who: Recipient) -> bool:
    return by.address is not None and not who.shares(by)
