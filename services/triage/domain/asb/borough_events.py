"""The facts of anti-social behaviour beyond one case: who may issue what, orders, places, and money set aside."""

from datetime import date

from shared.kernel.messages import Fact, FactType


class AuthorityGiven(Fact, frozen=True, kw_only=True):
    """Somebody, or a partner, may issue these from a day on. `holder_id` is an account, or the code of an agency."""

    authority_id: str
    holder_id: str
    tools: tuple[str, ...]
    starts_on: date
    ends_on: date | None
    given_by: str


class AuthorityWithdrawn(Fact, frozen=True, kw_only=True):
    """An authority ended early."""

    authority_id: str
    from_on: date


class OrderProposed(Fact, frozen=True, kw_only=True):
    """An order over a place was proposed."""

    order_id: str
    order: str
    law_version: str
    wards: tuple[str, ...]


class OrderConsulted(Fact, frozen=True, kw_only=True):
    """Those who must be consulted were."""

    order_id: str
    consulted: str
    closed_on: date


class OrderMade(Fact, frozen=True, kw_only=True):
    """An order came into force; when its review is due stands with it."""

    order_id: str
    starts_on: date
    ends_on: date
    review_by: date


class OrderReviewed(Fact, frozen=True, kw_only=True):
    """An order was reviewed: it lapses, is varied or is to be made again."""

    order_id: str
    reviewed_on: date
    finding: str


class OrderDischarged(Fact, frozen=True, kw_only=True):
    """An order ended early."""

    order_id: str
    from_on: date


class ProblemScanned(Fact, frozen=True, kw_only=True):
    """A place has a problem that several cases speak of."""

    problem_id: str
    ward: str
    problem: str
    references: tuple[str, ...]
    incidents: int


class ProblemCaseJoined(Fact, frozen=True, kw_only=True):
    """Another case speaks of it."""

    problem_id: str
    reference: str


class ProblemAnalysed(Fact, frozen=True, kw_only=True):
    """What brings it about there: about the place, those who suffer it and those who do it."""

    problem_id: str
    causes: tuple[str, ...]


class ProblemResponseAgreed(Fact, frozen=True, kw_only=True):
    """What will be done, by whom and by when."""

    problem_id: str
    response: str
    owner: str
    due_on: date


class ProblemAssessed(Fact, frozen=True, kw_only=True):
    """What came of it, counted over as many days as before."""

    problem_id: str
    incidents: int
    finding: str


class MediationBudgetSet(Fact, frozen=True, kw_only=True):
    """What may be spent on mediation in a financial year, named by the year it begins in."""

    financial_year: int
    pence: int
    set_by: str


BOROUGH_FACTS: tuple[FactType, ...] = (
    FactType("triage.authority_given", 1, AuthorityGiven, "Authority to issue was given from {starts_on}."),
    FactType("triage.authority_withdrawn", 1, AuthorityWithdrawn, "Authority to issue was withdrawn from {from_on}."),
    FactType("triage.order_proposed", 1, OrderProposed, "An order was proposed: {order}."),
    FactType("triage.order_consulted", 1, OrderConsulted, "Consultation was recorded: {consulted}."),
    FactType("triage.order_made", 1, OrderMade, "The order is in force from {starts_on} to {ends_on}."),
    FactType("triage.order_reviewed", 1, OrderReviewed, "The order was reviewed: {finding}."),
    FactType("triage.order_discharged", 1, OrderDischarged, "The order was discharged from {from_on}."),
    FactType("triage.problem_scanned", 1, ProblemScanned, "A place with a problem was taken up: {problem}, {ward}."),
    FactType("triage.problem_case_joined", 1, ProblemCaseJoined, "Case {reference} was joined to it."),
    FactType("triage.problem_analysed", 1, ProblemAnalysed, "Its causes were set down."),
    FactType("triage.problem_response_agreed", 1, ProblemResponseAgreed, "{response} was agreed, by {due_on}."),
    FactType("triage.problem_assessed", 1, ProblemAssessed, "It was assessed: {incidents} incidents, {finding}."),
    FactType("triage.mediation_budget_set", 1, MediationBudgetSet, "The mediation budget of {financial_year} was set."),
)
