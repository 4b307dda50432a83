"""What is known about reaching the people of one referral; every detail stays sealed."""

from datetime import date, datetime

import msgspec

from shared.kernel.personal import Contact, Identity, Personal, Place


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of a fact."""


class WaySafety(Part, frozen=True, kw_only=True):
    """Whether one way of reaching somebody is safe: "yes", "no" or "unknown", and only yes is safe.

    `times` are days and hours such as "Mon-Fri 10:00-14:00", London's; none means that no times were named.
    """

    safe: str = "unknown"
    voicemail: str = "unknown"
    times: tuple[str, ...] = ()


class Safety(Part, frozen=True, kw_only=True):
    """How one person said she may be reached, when she last said so, and who must not learn of it."""

    phone: WaySafety = WaySafety()
    sms: WaySafety = WaySafety()
    email: WaySafety = WaySafety()
    post: WaySafety = WaySafety()
    in_person: WaySafety = WaySafety()
    confirmed_at: datetime | None = None
    must_not_receive: tuple[Personal[Identity], ...] = ()


class KnownPerson(Part, frozen=True, kw_only=True):
    """One person of a referral in all her roles; `safety` is what was stated as hers, None where nothing was."""

    person_id: str
    roles: tuple[str, ...]
    full_name: Personal[Identity] | None = None
    phone: Personal[Contact] | None = None
    email: Personal[Contact] | None = None
    address: Personal[Place] | None = None
    safety: Safety | None = None


class NewDetails(Part, frozen=True, kw_only=True):
    """What reaches somebody by now: of what is named in `changed` the new one, None for none any more."""

    changed: tuple[str, ...]
    phone: Personal[Contact] | None = None
    email: Personal[Contact] | None = None
    address: Personal[Place] | None = None


class Particulars(Part, frozen=True, kw_only=True):
    """What a notice may say besides the reference: codes, days and counts of the event that led to it."""

    route: str | None = None
    done_by: str | None = None
    panel: str | None = None
    meeting_id: str | None = None
    agenda_version: int | None = None
    due_at: datetime | None = None
    starts_at: datetime | None = None
    next_on: date | msgspec.UnsetType = msgspec.UNSET
