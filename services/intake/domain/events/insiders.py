"""What has happened about insiders: who of us is tied to whom, and which record is therefore kept from whom."""

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Contact, Identity, Personal, Place


class TieDeclared(Fact, frozen=True, kw_only=True):
    """A member of staff is, or knows, somebody: whatever comes in about them is kept from that member of staff.

    `tie_id` is also whose key the details stand under.
    """

    tie_id: str
    account_id: str
    relation: str
    full_name: Personal[Identity] | None
    phone: Personal[Contact] | None
    email: Personal[Contact] | None
    address: Personal[Place] | None


class TieWithdrawn(Fact, frozen=True, kw_only=True):
    """A tie was declared by mistake or is over; what it has kept from somebody so far stays kept."""

    tie_id: str
    account_id: str


class ConflictDeclared(Fact, frozen=True, kw_only=True):
    """Somebody said of one record that a member of staff is too near to it; it is kept from them."""

    referral_id: str
    reference: str
    account_id: str
    relation: str


class StaffMatched(Fact, frozen=True, kw_only=True):
    """Somebody in a record has details in common with a member of staff, or with whom they are tied to."""

    referral_id: str
    reference: str
    account_id: str
    tie_id: str | None
    by: tuple[str, ...]


class WallLifted(Fact, frozen=True, kw_only=True):
    """A record is kept from a member of staff no longer."""

    referral_id: str
    reference: str
    account_id: str
    because: str


class PersonNamed(Fact, frozen=True, kw_only=True):
    """Somebody was named in a record after it came in; the name is only compared, and shown nowhere."""

    referral_id: str
    reference: str
    called: Personal[Identity]


FACTS: tuple[FactType, ...] = (
    FactType("intake.tie_declared", 1, TieDeclared, "A tie of a member of staff was declared: {relation}."),
    FactType("intake.tie_withdrawn", 1, TieWithdrawn, "A tie of a member of staff was withdrawn."),
    FactType(
        "intake.conflict_declared",
        1,
        ConflictDeclared,
        "It is kept from a member of staff, who is near to it: {relation}.",
    ),
    FactType("intake.staff_matched", 1, StaffMatched, "It is kept from a member of staff, whose details stand in it."),
    FactType("intake.wall_lifted", 1, WallLifted, "It is kept from a member of staff no longer: {because}."),
    FactType("intake.person_named", 1, PersonNamed, "A name that came later is compared with those of staff."),
)
