"""What may be asked of hand-overs. What a decision needs from outside is gathered into `known` before it is made."""

from datetime import date, datetime
from typing import Literal

import msgspec
from pydantic import Field

from services.triage.domain.directory.listed import Directory
from services.triage.domain.state import Standing
from shared.kernel.handling import Command
from shared.kernel.personal import Narrative, Personal

Consent = Literal["given", "refused", "not_sought"]
Basis = Literal["public_task", "vital_interests", "legal_obligation"]
HowReceived = Literal["code", "key", "officer"]
HowSettled = Literal["by_telephone", "in_person", "not_needed", "told_the_person"]


class Known(msgspec.Struct, frozen=True):
    """The referral as triage knows it, the directory, the day in London, and by when a receipt is due."""

    standing: Standing
    directory: Directory
    today: date
    receipt_due_at: datetime


class HandOver(Command):
    """Carry details to a service or landlord of the directory. `to` is its id, `by` the account of whoever decides."""

    referral_id: str
    handover_id: str
    route: str
    to: str
    consent: Consent
    basis: Basis | None
    why: str = Field(repr=False)
    words: str = Field(repr=False)
    with_name: bool
    code: str = Field(repr=False)
    by: str
    known: Known | None = None


class HandOverAfterCall(Command):
    """Carry what a caller said to where they were shown, as they were told on the telephone.

    `landlord` is the number of the landlord that was recognised; `words` and `why` come sealed.
    """

    referral_id: str
    handover_id: str
    route: str
    landlord: str | None
    consent: Consent
    basis: Basis | None
    why: Personal[Narrative] | None = None
    words: Personal[Narrative] | None = None
    code: str = Field(repr=False)
    known: Known | None = None


class NoteReceipt(Command):
    """Whoever takes it has it."""

    referral_id: str
    handover_id: str
    how: HowReceived


class NoteNotSent(Command):
    """The gate of notifications let it not go; `reasons` are its codes."""

    referral_id: str
    handover_id: str
    reasons: tuple[str, ...]


class NoteLateReceipt(Command):
    """The receipt was due by `due_at`."""

    referral_id: str
    handover_id: str
    due_at: datetime


class SettleHandover(Command):
    """A person saw to a hand-over that was open or late."""

    referral_id: str
    handover_id: str
    how: HowSettled


class NoteProtectionSilence(Command):
    """Somebody who protects a child or an adult was not told, or has not said what was awaited of them by `due_at`."""

    referral_id: str
    reference: str
    rule: str
    awaits: str
    priority: str
    since_at: datetime
    due_at: datetime
    rules_version: str
