"""The forms of the borough's registers: authority, orders, places with a problem, money for mediation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.triage.application.asb_room import AsbRoom
from services.triage.domain.asb import borough_commands as asked
from services.triage.domain.asb.days import day_of, financial_year
from services.triage.web.asb import wording
from services.triage.web.fields import CHOICE, DAY, MONEY, NUMBER, TEXT, TICK, Field
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id, parse_reference
from shared.kernel.refusals import FieldError, InvalidInput, NotFound

AUTHORITY, ORDERS, PLACES, MEDIATION = "authority", "orders", "places", "mediation"


@dataclass(frozen=True, slots=True)
class BoroughSeat:
    """What these forms need to know. `colleagues` are the accounts that may be named; `about` is the entry chosen.

    `worked_on` is whether a reference is that of a case of anti-social behaviour: of no other is anything said here.
    """

    room: AsbRoom
    colleagues: Mapping[str, str]
    wards: Sequence[str]
    officer: str
    now: datetime
    worked_on: Callable[[str], bool]
    about: str = ""

    @property
    def today(self) -> date:
        """The day in London."""
        return day_of(self.now)

    def base(self) -> dict[str, Any]:
        """What every command about the borough carries."""
        return {"at": self.now, "by": self.officer, "on": self.today}


@dataclass(frozen=True, slots=True)
class BoroughTask:
    """One form of a register; `managers` alone may send it where that is so."""

    page: str
    title: str
    button: str
    managers: bool
    fields: Callable[[BoroughSeat], Sequence[Field]]
    command: Callable[[BoroughSeat, Mapping[str, Any]], Command]


def _tools(seat: BoroughSeat) -> dict[str, str]:
    law = seat.room.law(seat.today)
    return {tool.code: tool.label for tool in law.tools if tool.authority} if law else {}


def _authority_fields(seat: BoroughSeat) -> Sequence[Field]:
    partners = {code: text for code, text in wording.PARTNERS.items() if code != "none"}
    return (
        Field("holder", "Who may issue?", CHOICE, choices={**seat.colleagues, **partners}),
        *(Field(f"tool-{code}", label, TICK) for code, label in _tools(seat).items()),
        Field("starts_on", "From which day?", DAY),
        Field("ends_on", "Until which day?", DAY, optional=True),
    )


def _authority(seat: BoroughSeat, typed: Mapping[str, Any]) -> Command:
    tools = tuple(code for code in _tools(seat) if typed[f"tool-{code}"])
    if not tools:
        first = next(iter(_tools(seat)), "")
        raise InvalidInput([FieldError(f"/tool-{first}", "missing", "Tick at least one thing that may be issued.")])
    days = {"starts_on": typed["starts_on"], "ends_on": typed["ends_on"]}
    return asked.GiveAuthority(**seat.base(), authority_id=new_id(), holder_id=typed["holder"], tools=tools, **days)


def _order_fields(seat: BoroughSeat) -> Sequence[Field]:
    law = seat.room.law(seat.today)
    kinds = {each.code: each.label for each in law.orders} if law else {}
    return (
        Field("order", "Which order?", CHOICE, choices=kinds),
        Field("wards", "Wards, with commas", TEXT, "Empty for the whole borough.", optional=True),
    )


def _order(seat: BoroughSeat, typed: Mapping[str, Any]) -> Command:
    wards = tuple(dict.fromkeys(part.strip() for part in (typed["wards"] or "").split(",") if part.strip()))
    known = {each.casefold(): each for each in seat.wards}
    if wrong := [each for each in wards if each.casefold() not in known]:
        said = f"{wrong[0][:60]} is no ward we know of. Write it as on the referral."
        raise InvalidInput([FieldError("/wards", "unknown", said)])
    wards = tuple(known[each.casefold()] for each in wards)
    return asked.ProposeOrder(**seat.base(), order_id=new_id(), order=typed["order"], wards=wards)


def _consult_fields(seat: BoroughSeat) -> Sequence[Field]:
    law, order = seat.room.law(seat.today), seat.room.orders().one(seat.about)
    kind = law.order(order.order) if law else None
    still = [each for each in kind.consult if each not in order.consulted] if kind else []
    return (
        Field("consulted", "Who was consulted?", CHOICE, choices={each: wording.CONSULTED[each] for each in still}),
        Field("closed_on", "When did the consultation close?", DAY),
    )


def _references(seat: BoroughSeat, typed: str) -> tuple[str, ...]:
    parts = [part for part in typed.replace(",", " ").split() if part]
    found = [parse_reference(part) for part in parts]
    if None in found:
        wrong = parts[found.index(None)][:20]
        raise InvalidInput([FieldError("/cases", "wrong", f"{wrong} is no reference. Write them like WM-7K3F-Q.")])
    references = tuple(each for each in found if each)
    if unknown := next((each for each in references if not seat.worked_on(each)), None):
        said = f"{unknown} is no case of anti-social behaviour. Check the reference."
        raise InvalidInput([FieldError("/cases", "unknown", said)])
    return references


def _scan_fields(seat: BoroughSeat) -> Sequence[Field]:
    return (
        Field("ward", "In which ward?", CHOICE, choices={each: each for each in seat.wards}),
        Field("problem", "What is the problem?", CHOICE, choices=wording.PROBLEMS),
        Field("cases", "References of the cases, with commas", TEXT, "At least two."),
        Field("incidents", "How many incidents in the last six months?", NUMBER),
    )


def _scan(seat: BoroughSeat, typed: Mapping[str, Any]) -> Command:
    told = {"ward": typed["ward"], "problem": typed["problem"], "incidents": typed["incidents"]}
    return asked.ScanProblem(**seat.base(), problem_id=new_id(), references=_references(seat, typed["cases"]), **told)


def _join(seat: BoroughSeat, typed: Mapping[str, Any]) -> Command:
    references = _references(seat, typed["cases"])
    if len(references) != 1:
        raise InvalidInput([FieldError("/cases", "wrong", "Give one reference at a time.")])
    return asked.JoinCase(**seat.base(), problem_id=seat.about, reference=references[0])


def _causes(seat: BoroughSeat, typed: Mapping[str, Any]) -> Command:
    causes = tuple(code for code in wording.CAUSES if typed[code])
    if not causes:
        first = next(iter(wording.CAUSES))
        raise InvalidInput([FieldError(f"/{first}", "missing", "Tick at least one thing that brings it about.")])
    return asked.AnalyseProblem(**seat.base(), problem_id=seat.about, causes=causes)


def _response_fields(seat: BoroughSeat) -> Sequence[Field]:
    return (
        Field("response", "What will be done?", CHOICE, choices=wording.RESPONSES),
        Field("owner", "Who does it?", CHOICE, choices={**wording.PARTNERS, "none": "We do"}),
        Field("due_on", "By when?", DAY),
    )


def _budget_fields(seat: BoroughSeat) -> Sequence[Field]:
    year = financial_year(seat.today)
    years = {str(each): f"{each}-{(each + 1) % 100:02}" for each in (year - 1, year, year + 1)}
    return (
        Field("year", "Which financial year?", CHOICE, choices=years, stands=str(year)),
        Field("pounds", "What may be spent, in pounds?", MONEY, most=1_000_000),
    )


BOROUGH_TASKS: dict[str, BoroughTask] = {
    "authority": BoroughTask(AUTHORITY, "Who may issue what", "Enter it", True, _authority_fields, _authority),
    "authority-end": BoroughTask(
        AUTHORITY,
        "End an authority",
        "End it",
        True,
        lambda seat: (Field("from_on", "First day on which it no longer counts", DAY),),
        lambda seat, typed: asked.WithdrawAuthority(**seat.base(), authority_id=seat.about, **typed),
    ),
    "order": BoroughTask(ORDERS, "Propose an order", "Propose it", True, _order_fields, _order),
    "order-consult": BoroughTask(
        ORDERS,
        "Record a consultation",
        "Record it",
        True,
        _consult_fields,
        lambda seat, typed: asked.ConsultOnOrder(**seat.base(), order_id=seat.about, **typed),
    ),
    "order-make": BoroughTask(
        ORDERS,
        "Record that the order was made",
        "Record it",
        True,
        lambda seat: (Field("starts_on", "First day", DAY), Field("ends_on", "Last day", DAY)),
        lambda seat, typed: asked.MakeOrder(**seat.base(), order_id=seat.about, **typed),
    ),
    "order-review": BoroughTask(
        ORDERS,
        "Record the review of the order",
        "Record it",
        True,
        lambda seat: (
            Field("reviewed_on", "When was it reviewed?", DAY),
            Field("finding", "What came of it?", CHOICE, choices=wording.FINDINGS),
        ),
        lambda seat, typed: asked.ReviewOrder(**seat.base(), order_id=seat.about, **typed),
    ),
    "order-end": BoroughTask(
        ORDERS,
        "End the order early",
        "End it",
        True,
        lambda seat: (Field("from_on", "First day on which it no longer counts", DAY),),
        lambda seat, typed: asked.DischargeOrder(**seat.base(), order_id=seat.about, **typed),
    ),
    "place": BoroughTask(PLACES, "Take up a place with a problem", "Take it up", False, _scan_fields, _scan),
    "place-join": BoroughTask(
        PLACES,
        "Join another case",
        "Join it",
        False,
        lambda seat: (Field("cases", "Reference of the case"),),
        _join,
    ),
    "place-analyse": BoroughTask(
        PLACES,
        "What brings it about?",
        "Set it down",
        False,
        lambda seat: [Field(code, text, TICK) for code, text in wording.CAUSES.items()],
        _causes,
    ),
    "place-respond": BoroughTask(
        PLACES,
        "Agree what is done",
        "Agree it",
        False,
        _response_fields,
        lambda seat, typed: asked.AgreeResponse(**seat.base(), problem_id=seat.about, **typed),
    ),
    "place-assess": BoroughTask(
        PLACES,
        "What came of it?",
        "Record it",
        False,
        lambda seat: (
            Field("incidents", "How many incidents in the last six months?", NUMBER),
            Field("finding", "How is it now?", CHOICE, choices=wording.ASSESSED),
        ),
        lambda seat, typed: asked.AssessProblem(**seat.base(), problem_id=seat.about, **typed),
    ),
    "budget": BoroughTask(
        MEDIATION,
        "Money for mediation",
        "Set it",
        True,
        _budget_fields,
        lambda seat, typed: asked.SetMediationBudget(
            **seat.base(), financial_year=int(typed["year"]), pence=typed["pounds"]
        ),
    ),
}


def task_of(name: str) -> BoroughTask:
    """The form of this name. NotFound where there is none."""
    if name not in BOROUGH_TASKS:
        raise NotFound
    return BOROUGH_TASKS[name]
