"""How audit's own work stands, for whoever runs it: is everything under a signed head, and is any log left behind."""

import math
from collections.abc import Sequence

from services.audit.application.feed import Feed
from services.audit.application.tree_heads import LATEST, TreeHeads
from shared.runtime.readiness import Check, Found
from shared.runtime.service import Measured

# A head is due after an hour at the latest; twice that means that nobody signs.
STALE_AFTER = 2 * LATEST


def signed_head_check(heads: TreeHeads) -> Check:
    """Whether what was written down is under a signed head, or will be soon."""

    def signed() -> Found:
        stale, within = heads.stale_seconds(), STALE_AFTER.total_seconds()
        return Found(stale <= within, f"Unsigned entries wait for {stale:.0f} seconds; at most {within:.0f} are well.")

    return Check("audit.signed_head", signed)


def measured(heads: TreeHeads, feed: Feed) -> Sequence[Measured]:
    """How long entries wait for a head, and how far the ledger is behind each log; not a number where one is unread."""
    says = "Facts of a service's log that the ledger does not hold yet."
    ends = feed.heads()
    missing = {name: feed.missing({name: ends[name]}) if name in ends else math.nan for name in feed.sources}
    return [
        Measured(
            "waymark_signed_head_stale_seconds",
            "Age of the oldest fact in the ledger under no signed head.",
            heads.stale_seconds(),
        ),
        *(Measured("waymark_ledger_missing", says, count, {"source": name}) for name, count in missing.items()),
    ]
