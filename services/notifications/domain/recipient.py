"""The person a notice is for, with her details open, as the gate sees her; lives only while it is asked."""

from dataclasses import dataclass, field
from datetime import datetime

from services.notifications.domain.sameness import may_reach_both
from services.notifications.domain.values.channels import Way


@dataclass(frozen=True, slots=True)
class ReachableBy:
    """One way of reaching somebody: whether she said it is safe, in which hours, and the address or number.

    `hidden` says that the address is one that nobody may find.
    """

    way: Way
    safe: str = "unknown"
    voicemail: str = "unknown"
    times: tuple[str, ...] = ()
    address: str | None = field(default=None, repr=False)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who might be written to.

    `stated` says that her safety was stated as hers. `others_addresses` are whatever reaches those who must not learn
    of it, as it was noted: who is named as doing it (`perpetrators_names`), and who must not receive anything.
    `not_comparable` are the ways in which such a detail can no longer be read, so that nobody knows what is shared.
    Details in clear never show when this is printed.
    """

    person_id: str
    is_reporter: bool
    roles: frozenset[str]
    ways: tuple[ReachableBy, ...]
    stated: bool
    forgotten: bool = False
    unreadable: bool = False
    confirmed_at: datetime | None = None
    name: str | None = field(default=None, repr=False)
    must_not_receive: tuple[str, ...] = field(default=(), repr=False)
    perpetrators_names: tuple[str, ...] = field(default=(), repr=False)
    others_addresses: frozenset[str] = field(default=frozenset(), repr=False)
    not_comparable: frozenset[Way] = frozenset()

    def by(self, way: Way) -> ReachableBy:
        """That way; nothing is known of one that was never spoken of."""
        return next((each for each in self.ways if each.way == way), ReachableBy(way))

    def shares_mailbox(self, mailbox: str) -> bool:
        """Whether this mailbox of somebody else's may reach one who must not learn of it."""
        return any(may_reach_both("email", mailbox, theirs) for theirs in self.others_addresses)

    def shares(self, by: ReachableBy) -> bool:
        """Whether what goes this way may reach somebody who must not learn of it."""
        return any(may_reach_both(by.way, by.address or "", theirs) for theirs in self.others_addresses)
