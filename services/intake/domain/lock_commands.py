"""What may be asked about locks."""

from pydantic import Field

from shared.kernel.handling import Command


class LockRecord(Command):
    """Let only these accounts know of a record."""

    lock_id: str
    referral_id: str
    reference: str
    named: tuple[str, ...] = Field(min_length=1)


class ChangeLock(Command):
    """Let these know of it instead; `by` is who asks."""

    lock_id: str
    referral_id: str
    named: tuple[str, ...] = Field(min_length=1)
    by: str


class EndLock(Command):
    """Let roles decide again; `by` is who asks."""

    lock_id: str
    referral_id: str
    by: str
