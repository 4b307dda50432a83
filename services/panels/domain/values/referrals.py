"""A referral as the panel holds it, and all referrals of one person read as one case."""

from datetime import date, datetime
from typing import Any, Literal

import msgspec

from shared.kernel.personal import Identity, Personal

Entry = Literal["in_time", "awaiting_choice", "late", "moved", "deferred", "carried_over"]
Known = Literal["yes", "no", "unknown"]
Priority = Literal["urgent", "high", "standard"]

PRIORITIES: tuple[Priority, ...] = ("urgent", "high", "standard")


class Involved(msgspec.Struct, frozen=True, kw_only=True):
    """A person in a case, as far as a panel needs to know her: no address, telephone or e-mail is kept here."""

    person_id: str
    roles: tuple[str, ...]
    full_name: Personal[Identity] | None = None
    date_of_birth: Personal[Identity] | None = None


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """On what lawful basis the panel may be told, as codes; the words behind them stay where they were written."""

    lawful_basis: str
    condition: str
    consent: str
    police: str
    wording: str


class Referral(msgspec.Struct, frozen=True, kw_only=True):
    """One agency's referral of somebody to a panel, as triage marked it. Without a `basis` it names nobody yet."""

    referral_id: str
    reference: str
    case_reference: str | None = None
    received_at: datetime
    criteria: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    priority: Priority = "standard"
    children: int | None = None
    children_in_household: Known = "unknown"
    is_repeat: bool = False
    last_referral_on: date | None = None
    referring_agency: str | None = None
    transferred_from: str | None = None
    people: tuple[Involved, ...] = ()
    # Unset and not None, so that what was stored before there was one is written as it was.
    basis: Basis | msgspec.UnsetType = msgspec.UNSET

    @property
    def perpetrators(self) -> frozenset[str]:
        """Ids of those named as perpetrators."""
        return frozenset(person.person_id for person in self.people if "perpetrator" in person.roles)


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """All referrals of one person for one hearing, read as one: flags add up, the most urgent counts."""

    referrals: tuple[Referral, ...]

    @property
    def lead(self) -> Referral:
        """The referral that opened the case; its reference names the case."""
        return self.referrals[0]

    @property
    def case_reference(self) -> str:
        """What the case is called on an agenda."""
        return self.lead.case_reference or self.lead.reference

    @property
    def referral_ids(self) -> tuple[str, ...]:
        """Every referral of the case, the opening one first."""
        return tuple(referral.referral_id for referral in self.referrals)

    @property
    def flags(self) -> tuple[str, ...]:
        """Every risk flag any referrer raised, in the order first raised."""
        return tuple(dict.fromkeys(flag for referral in self.referrals for flag in referral.flags))

    @property
    def criteria(self) -> tuple[str, ...]:
        """Every criterion met."""
        return tuple(dict.fromkeys(code for referral in self.referrals for code in referral.criteria))

    @property
    def priority(self) -> Priority:
        """The most urgent."""
        return min((referral.priority for referral in self.referrals), key=PRIORITIES.index)

    @property
    def children(self) -> int | None:
        """The largest number anyone gave; None if nobody did."""
        return max((given.children for given in self.referrals if given.children is not None), default=None)

    @property
    def may_have_children(self) -> bool:
        """Whether children are affected or nobody can rule it out: an unanswered question is not a no."""
        return any(given.children or given.children_in_household != "no" for given in self.referrals)

    @property
    def agencies(self) -> tuple[str, ...]:
        """Codes of the agencies that referred, in the order they did."""
        named = (referral.referring_agency for referral in self.referrals)
        return tuple(dict.fromkeys(agency for agency in named if agency))

    @property
    def bases(self) -> tuple[Basis, ...]:
        """Every lawful basis that is recorded, each once."""
        found = (referral.basis for referral in self.referrals)
        return tuple(dict.fromkeys(basis for basis in found if isinstance(basis, Basis)))

    @property
    def withheld(self) -> bool:
        """Whether somebody's name is kept back, because the lawful basis of telling it is not recorded yet."""
        return any(not isinstance(referral.basis, Basis) for referral in self.referrals)

    @property
    def people(self) -> tuple[Involved, ...]:
        """Everybody the panel may be told of, each once, with all roles anyone gave her."""
        told = [referral for referral in self.referrals if isinstance(referral.basis, Basis)]
        found: dict[str, Involved] = {}
        for person in (person for referral in told for person in referral.people):
            known = found.get(person.person_id)
            found[person.person_id] = person if known is None else _same_person(known, person)
        return tuple(found.values())


def _same_person(known: Involved, again: Involved) -> Involved:
    changes: dict[str, Any] = {"roles": tuple(dict.fromkeys(known.roles + again.roles))}
    if known.full_name is None:
        changes["full_name"] = again.full_name
    if known.date_of_birth is None:
        changes["date_of_birth"] = again.date_of_birth
    return msgspec.structs.replace(known, **changes)
