"""What may be spent on mediation in a financial year; what was committed and spent stands with the cases."""

from collections.abc import Sequence

import msgspec

from services.triage.domain.asb.borough_commands import SetMediationBudget
from services.triage.domain.asb.borough_events import MediationBudgetSet
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State


class Budgets(State, frozen=True, kw_only=True):
    """Pence by financial year."""

    years: dict[int, int] = msgspec.field(default_factory=dict)


def _evolve(state: Budgets, fact: Fact) -> Budgets:
    return (
        Budgets(years={**state.years, fact.financial_year: fact.pence})
        if isinstance(fact, MediationBudgetSet)
        else state
    )


BUDGETS: Decider[Budgets] = Decider(Budgets(), _evolve)


def set_budget(command: SetMediationBudget, state: Budgets) -> Sequence[Fact]:
    """Set it, or set it anew; the same again changes nothing."""
    if state.years.get(command.financial_year) == command.pence:
        return []
    return [MediationBudgetSet(financial_year=command.financial_year, pence=command.pence, set_by=command.by)]


class Ledger(State, frozen=True, kw_only=True):
    """One financial year: what may be spent, what was spent, what is still committed, and what that lets one expect."""

    budget_pence: int | None
    spent_pence: int
    committed_pence: int
    average_pence: int

    @property
    def forecast_pence(self) -> int:
        """What will have been spent when all that is under way is paid for."""
        return self.spent_pence + self.committed_pence

    @property
    def over(self) -> bool:
        """Whether what is spent and committed passes the budget; without a budget any spending does."""
        return self.forecast_pence > (self.budget_pence or 0)

    @property
    def left(self) -> float:
        """How many average mediations are left."""
        return max((self.budget_pence or 0) - self.forecast_pence, 0) / self.average_pence
