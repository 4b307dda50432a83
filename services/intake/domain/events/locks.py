"""What has happened about locks: which record is known to a few people by name, and to nobody else."""

from shared.kernel.messages import Fact, FactType


class RecordLocked(Fact, frozen=True, kw_only=True):
    """From now on a record is known to the accounts in `named` alone, whatever the roles of all others."""

    lock_id: str
    referral_id: str
    reference: str
    named: tuple[str, ...]


class LockChanged(Fact, frozen=True, kw_only=True):
    """It is known to these accounts instead."""

    lock_id: str
    referral_id: str
    reference: str
    named: tuple[str, ...]


class LockEnded(Fact, frozen=True, kw_only=True):
    """Roles decide again who sees it."""

    lock_id: str
    referral_id: str
    reference: str


FACTS: tuple[FactType, ...] = (
    FactType("intake.record_locked", 1, RecordLocked, "It was locked: only people named for it know of it."),
    FactType("intake.lock_changed", 1, LockChanged, "Who is named for it was changed."),
    FactType("intake.lock_ended", 1, LockEnded, "It is locked no longer."),
)
