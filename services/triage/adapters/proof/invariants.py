"""The invariants of the policy's section 5, each as what would break it; written from the policy, not from any set."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import z3

from services.triage.adapters.proof.calendar import a_year_after, within
from services.triage.adapters.proof.cases import changeable
from services.triage.adapters.proof.findings import Findings
from services.triage.adapters.proof.safeguards import Least
from services.triage.adapters.proof.terms import FALSE, all_of, any_of, negated
from services.triage.domain.routes import CLOSING_AND_LATER, PROTECTING
from services.triage.domain.values import RECEIVED_ON

Term = Any

_CLOSING = ("mediation", "civil_advice", "social_landlord", "council_housing", "advice_and_record")
_EARLY = (*PROTECTING, "police_101")
_DANGER = ("immediate_danger", "serious_crime_now", "weapon_present_now")
_SAFETY = (
    *_DANGER,
    "child_at_risk",
    "children_in_household",
    "adult_at_risk",
    "exploitation_indicator",
    "violence_or_threats",
    "hate_motive",
    "domestic_abuse",
)
_FLAGS = ("strangulation", "threats_to_kill", "stalking", "honour_based")
_DRIVERS = ("mental_health", "alcohol", "drugs")
_DOUBT = ("domestic_abuse", "violence_or_threats", "hate_motive", "child_at_risk")


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that must hold of every case; `broken` is a term that holds where it does not.

    `found` is what to show of a case against it: one, or two of which the second differs in the answer `changed`.
    """

    part: str
    says: str
    broken: Term
    found: tuple[Findings, ...]
    extra: tuple[Term, ...] = ()
    changed: str | None = None


def invariants(found: Findings, least: Least) -> Iterator[Claim]:
    """Every invariant that can be said of one decision, or of two that differ in one answer."""
    for part, says, broken in (
        *_domestic_abuse(found),
        *_reaching(found),
        *_panels(found, least),
        *_closing(found),
        *_always(found),
    ):
        yield Claim(f"invariant {part}", says, broken, (found,))
    yield from _less_certainty(found)
    yield from _drivers(found)


def _domestic_abuse(found: Findings) -> Iterator[tuple[str, str, Term]]:
    abuse = _is_domestic_abuse(found)
    open_ = any_of(found.outcome["open_case"], found.outcome["emergency"])
    sent_away = any_of(*(found.route(name) for name in CLOSING_AND_LATER))
    yield "1", "domestic abuse is a case of ours or an emergency", all_of(abuse, negated(open_))
    yield "1", "domestic abuse takes no route of rows 10 to 18 and is no ASB case", all_of(abuse, sent_away)
    yield "1", "with domestic abuse support is offered", all_of(abuse, negated(found.gift("offer_of_support")))


def _reaching(found: Findings) -> Iterator[tuple[str, str, Term]]:
    for answer, route, says in (
        ("child_at_risk", "children_mash", "a child at risk reaches children's services"),
        ("exploitation_indicator", "modern_slavery", "a sign of exploitation reaches the modern slavery route"),
    ):
        yield "2", says, all_of(_yes(found, answer), negated(found.route(route)))
    danger = any_of(*(_yes(found, answer) for answer in _DANGER))
    yield "2", "danger now is an emergency", all_of(danger, negated(found.outcome["emergency"]))


def _panels(found: Findings, least: Least) -> Iterator[tuple[str, str, Term]]:
    case, marac = found.case, found.panels.get("marac", FALSE)
    age = case.given("victim_age")
    too_young = all_of(age.known, case.number("victim_age") < least.marac_victim_age)
    owed = all_of(_is_domestic_abuse(found), negated(too_young), negated(marac))
    for says, criterion in _criteria(found, least):
        yield "3", f"{says} puts domestic abuse before MARAC", all_of(owed, criterion)
    cmarac = found.panels.get("cmarac", FALSE)
    subject = all_of(case.given("subject_age").known, case.number("subject_age") >= least.cmarac_age)
    yield "3", "domestic abuse never goes to the community panel", all_of(_is_domestic_abuse(found), cmarac)
    yield "3", "nobody under the age goes to the community panel", all_of(cmarac, negated(subject))
    met = _yes(found, "statutory_threshold_met")
    yield "3", "nobody over a service's threshold goes to the community panel", all_of(cmarac, met)


def _criteria(found: Findings, least: Least) -> Iterator[tuple[str, Term]]:
    case = found.case
    yield f"{least.marac_dash_yes} or more yes answers", _at_least(found, "dash_yes_count", least.marac_dash_yes)
    yield "judged high risk", _yes(found, "judgement_high_risk")
    incidents = _at_least(found, "incidents_in_12_months", least.marac_incidents)
    yield f"{least.marac_incidents} or more incidents in twelve months", incidents
    last, received = case.day("last_marac_referral_on"), case.day(RECEIVED_ON)
    repeat = [
        case.given("last_marac_referral_on").known,
        within(last, received, a_year_after(last)),
        negated(_no(found, "new_incident_since_last_marac")),
        negated(_no(found, "new_incident_same_perpetrator")),
    ]
    crime = [_yes(found, "new_incident_criminal")] if least.repeat_needs_a_crime else []
    yield "a repeat within a year, to the day", all_of(*repeat, *crime)


def _closing(found: Findings) -> Iterator[tuple[str, str, Term]]:
    signpost = found.outcome["signpost"]
    first = any_of(*(found.primary[route] for route in _CLOSING if route in found.primary))
    beside = any_of(*(found.also[route] for route in _CLOSING if route in found.also))
    for answer in _DOUBT:
        doubt = found.case.code(answer).unknown
        if answer == "violence_or_threats":
            doubt = all_of(doubt, negated(any_of(*(_yes(found, flag) for flag in _FLAGS))))
        words = answer.replace("_", " ")
        yield "5", f"no closing route is final while {words} is unknown", all_of(signpost, first, doubt)
        yield "5", f"no closing route stands beside another while {words} is unknown", all_of(beside, doubt)
    yield "5", "a signpost is never urgent", all_of(signpost, found.priority["urgent"])
    yield "5", "a signpost never carries a panel", all_of(signpost, any_of(*found.panels.values()))
    asked = [name for group in found.plan.document.questions for name in group.answers]
    missing = [found.surely_missing(name) for name in dict.fromkeys(("immediate_danger", *asked))]
    yield "5", "whoever is asked has something to answer", all_of(found.outcome["ask"], negated(any_of(*missing)))


def _always(found: Findings) -> Iterator[tuple[str, str, Term]]:
    firsts = list(found.primary.values())
    yield "7", "every case has a primary route", negated(any_of(*firsts))
    yield "7", "no case has two primary routes", negated(z3.AtMost(*firsts, 1))
    yield "7", "every case has a reason", negated(any_of(*found.rows.values(), *found.panels.values()))


def _less_certainty(found: Findings) -> Iterator[Claim]:
    """From no to unknown or yes: two decisions on the same case but for that answer."""
    for answer in _SAFETY:
        before, after, limits = _changed(found, answer)
        calmer = all_of(_no(before, answer), negated(_no(after, answer)))
        gone = any_of(*(all_of(before.route(route), negated(after.route(route))) for route in _EARLY))
        lower = any_of(
            all_of(before.priority["urgent"], negated(after.priority["urgent"])),
            all_of(before.priority["high"], after.priority["standard"]),
        )
        says = f"{answer.replace('_', ' ')}, from no to unknown or yes, never lowers priority or takes protection away"
        broken = all_of(calmer, any_of(gone, lower))
        yield Claim("invariant 4", says, broken, (before, after), limits, answer)


def _drivers(found: Findings) -> Iterator[Claim]:
    """Mental health, alcohol and drugs: known to play a part, or not known not to, takes nothing away."""
    for answer in _DRIVERS:
        before, after, limits = _changed(found, answer)
        more = any_of(
            all_of(_no(before, answer), negated(_no(after, answer))),
            all_of(before.case.code(answer).unknown, _yes(after, answer)),
        )
        panels = (all_of(term, negated(after.panels[name])) for name, term in before.panels.items())
        routes = (all_of(before.route(name), negated(after.route(name))) for name in (*_EARLY, "asb_case"))
        ours = any_of(before.outcome["open_case"], before.outcome["emergency"])
        left = any_of(after.outcome["ask"], after.outcome["signpost"])
        broken = all_of(more, any_of(*panels, *routes, all_of(ours, left)))
        says = f"{answer.replace('_', ' ')} never takes a panel, protection or an open case away"
        yield Claim("invariant 6", says, broken, (before, after), limits, answer)


def _changed(found: Findings, answer: str) -> tuple[Findings, Findings, tuple[Term, ...]]:
    part, limits = changeable(answer, found.plan.vocabulary)
    return found, found.with_answer(answer, part), tuple(limits)


def _is_domestic_abuse(found: Findings) -> Term:
    return any_of(
        found.case.code("kind").among(("domestic_abuse",)),
        _yes(found, "domestic_abuse"),
        found.case.strand("domestic_violence_and_abuse"),
    )


def _yes(found: Findings, answer: str) -> Term:
    return found.case.code(answer).among(("yes",))


def _no(found: Findings, answer: str) -> Term:
    return found.case.code(answer).among(("no",))


def _at_least(found: Findings, answer: str, limit: int) -> Term:
    return all_of(found.case.given(answer).known, found.case.number(answer) >= limit)
