"""What may be asked of the borough's registers of anti-social behaviour."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.kernel.handling import Command

# Lists of these belong to the page; nobody's words fit into one.
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,59}$")]
Reference = Annotated[str, StringConstraints(pattern=r"^WM-[0-9A-Z]{4}-[0-9A-Z]$")]

Finding = Literal["lapse", "vary", "make_again"]


class OfBorough(Command):
    """Something about the borough as a whole; `by` is the account of whoever does it, `on` the day in London."""

    by: str
    on: date


class GiveAuthority(OfBorough):
    """Enter who may issue what, from a day on."""

    authority_id: str
    holder_id: str
    tools: tuple[Code, ...] = Field(min_length=1)
    starts_on: date
    ends_on: date | None = None


class WithdrawAuthority(OfBorough):
    """End it early: `from_on` is the first day on which it no longer counts."""

    authority_id: str
    from_on: date


class ProposeOrder(OfBorough):
    """Propose an order over wards; none is the whole borough."""

    order_id: str
    order: Code
    wards: tuple[str, ...]


class ConsultOnOrder(OfBorough):
    """Record a consultation."""

    order_id: str
    consulted: Code
    closed_on: date


class MakeOrder(OfBorough):
    """Record that an order was made."""

    order_id: str
    starts_on: date
    ends_on: date


class ReviewOrder(OfBorough):
    """Record that an order was reviewed."""

    order_id: str
    reviewed_on: date
    finding: Finding


class DischargeOrder(OfBorough):
    """Record that an order ended early."""

    order_id: str
    from_on: date


class ScanProblem(OfBorough):
    """Take up a place with a problem that several cases speak of."""

    problem_id: str
    ward: str
    problem: Code
    references: tuple[Reference, ...]
    incidents: int = Field(ge=0, le=100_000)


class JoinCase(OfBorough):
    """Another case speaks of it."""

    problem_id: str
    reference: Reference


class AnalyseProblem(OfBorough):
    """Set down what brings it about."""

    problem_id: str
    causes: tuple[Code, ...] = Field(min_length=1)


class AgreeResponse(OfBorough):
    """Agree what will be done, by whom and by when."""

    problem_id: str
    response: Code
    owner: Code
    due_on: date


class AssessProblem(OfBorough):
    """Count again, and say what came of it."""

    problem_id: str
    incidents: int = Field(ge=0, le=100_000)
    finding: Literal["solved", "better", "no_change", "worse", "moved"]


class SetMediationBudget(OfBorough):
    """Set what may be spent on mediation in a financial year."""

    financial_year: int = Field(ge=2000, le=2100)
    pence: int = Field(ge=0, le=100_000_000)
