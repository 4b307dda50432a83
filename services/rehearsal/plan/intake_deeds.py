"""What is done at intake's other doors: the mailbox, the telephone, diaries, and places that nobody may find."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.rehearsal.plan.deeds import AboutReferral, Deed, Submit
from shared.kernel.handling import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class AtIntake(Deed):
    """Something asked of intake about no referral. `accounts` are members that are somebody of the cast, by sign-in
    name; `minted` is the member whose id gets a key of its own, if there is one."""

    command: type[Command]
    said: Mapping[str, Any] = field(repr=False)
    accounts: Mapping[str, str] = field(default_factory=dict)
    minted: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitByMail(Submit):
    """It comes in as an e-mail that says plainly what it is about."""

    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveMail(Deed):
    """An e-mail comes in that no planned referral is made of by itself."""

    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseMail(Submit):
    """A colleague makes a referral of an e-mail that waits in quarantine."""

    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete(AboutReferral):
    """A colleague answers what the e-mail says, and what its sender said when asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveDiary(AboutReferral):
    """A resident is given a diary."""

    first_on: date
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteDiary(AboutReferral):
    """The resident writes what happened that day, or that nothing did."""

    on: date
    began: str | None = None
    what: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HidePlace(Deed):
    """A refuge is put out of sight."""

    code: str
    addresses: tuple[str, ...] = field(repr=False)
