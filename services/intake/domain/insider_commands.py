"""What may be asked about insiders."""

from typing import Literal

from pydantic import Field

from shared.kernel.handling import Command
from shared.kernel.personal import Identity, Personal

Relation = Literal["self", "family", "partner", "friend", "neighbour", "colleague", "other"]
Because = Literal["somebody_else", "declared_in_error", "tie_is_over"]


class DeclareTie(Command):
    """Keep whatever comes in about somebody from a member of staff."""

    tie_id: str
    account_id: str
    relation: Relation
    full_name: str | None = Field(default=None, max_length=200, repr=False)
    phone: str | None = Field(default=None, max_length=60, repr=False)
    email: str | None = Field(default=None, max_length=254, repr=False)
    address: str | None = Field(default=None, max_length=500, repr=False)


class WithdrawTie(Command):
    """Keep nothing more for the sake of a tie."""

    tie_id: str


class DeclareConflict(Command):
    """Keep one record from a member of staff."""

    referral_id: str
    reference: str
    account_id: str
    relation: Relation


class NoteStaffMatch(Command):
    """Keep a record from a member of staff whose details, or those of whom they are tied to, stand in it."""

    referral_id: str
    reference: str
    account_id: str
    tie_id: str | None
    by: tuple[str, ...]


class LiftWall(Command):
    """Keep a record from a member of staff no longer. `lifted_by` is who asks for it."""

    referral_id: str
    reference: str
    account_id: str
    because: Because
    lifted_by: str


class NotePersonNamed(Command):
    """Compare a name, sealed as it came, that was given in a record after the record came in."""

    referral_id: str
    reference: str
    called: Personal[Identity]
