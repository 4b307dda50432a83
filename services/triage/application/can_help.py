"""What we can and cannot help with, told by asking the rules, so that the list and triage cannot disagree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from services.triage.domain.decision import Decision
from services.triage.domain.reading import read_case
from services.triage.domain.rules import RuleSet

_UNSURE = "unsure"
_ASB = "asb"


@dataclass(frozen=True, slots=True)
class Situation:
    """Something that may be so, in words to a resident and as the answers that say it."""

    says: str
    answers: Mapping[str, Any] = field(default_factory=dict, hash=False)
    kind: str = _UNSURE


@dataclass(frozen=True, slots=True)
class Way:
    """Who deals with it and how soon. `ours`: we open a case of our own; `also` are the destinations told besides."""

    route: str
    destination: str
    ours: bool
    done_by: str
    time_frame: str | None
    counted: str
    says: str
    also: tuple[str, ...]
    give: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """Categories that are dealt with alike, what is given, and the situations in which it is otherwise."""

    categories: tuple[str, ...]
    way: Way
    otherwise: tuple[tuple[str, Way], ...]


@dataclass(frozen=True, slots=True)
class CanHelp:
    """The whole list under one rule set: each situation of harm, each matter, and what holds for all of them."""

    version: str
    effective_from: date
    harm: tuple[tuple[str, Way], ...]
    matters: tuple[Matter, ...]
    whatever: tuple[tuple[str, Way], ...]


# A matter that harms nobody, happened once, and comes from no rented home: all else is said against this.
CALM: Mapping[str, Any] = {
    **dict.fromkeys(
        (
            "immediate_danger serious_crime_now weapon_present_now child_at_risk adult_at_risk domestic_abuse "
            "hate_motive violence_or_threats drug_dealing statutory_nuisance_likely landlord_contacted persistent"
        ).split(),
        "no",
    ),
    "in_borough": "yes",
    "tenure_of_source": "owner",
    "tenure_of_reporter": "owner",
    "noise_kind": "other",
}
HARM = (
    Situation("Somebody is in danger now", {"immediate_danger": "yes"}),
    Situation("A break-in, violence or another serious crime is happening now", {"serious_crime_now": "yes"}),
    Situation(
        "A partner, an ex-partner or a relative hurts, frightens or controls somebody", {"domestic_abuse": "yes"}
    ),
    Situation(
        "Stalking, sexual violence, forced marriage or other violence against women and girls", kind="vawg_other"
    ),
    Situation("A child is being harmed or may come to harm", {"child_at_risk": "yes"}),
    Situation("An adult who needs care and support may come to harm", {"adult_at_risk": "yes"}),
    Situation("Somebody seems to be trafficked, enslaved or used by others", {"exploitation_indicator": "yes"}),
    Situation("It is done because of who somebody is, or is thought to be", {"hate_motive": "yes"}),
    Situation("There was violence, or a threat of it", {"violence_or_threats": "yes"}),
    Situation("Drugs are being sold", {"drug_dealing": "yes"}),
)
_LET = "it comes from a home let by"
OTHERWISE = (
    Situation("it keeps happening", {"persistent": "yes"}),
    Situation(f"{_LET} a housing association", {"tenure_of_source": "housing_association"}),
    Situation(f"{_LET} the council", {"tenure_of_source": "council"}),
    Situation(
        "the landlord is a housing association and was told, and it keeps happening",
        {"tenure_of_source": "housing_association", "landlord_contacted": "yes", "persistent": "yes"},
    ),
    Situation("it is everyday noise, such as footsteps or a television", {"noise_kind": "living"}),
    Situation("it is often and strong enough to be a legal nuisance", {"statutory_nuisance_likely": "yes"}),
)
ELSEWHERE = Situation("It happens in another borough", {"in_borough": "no"}, _ASB)


@lru_cache(maxsize=8)
def can_help(rules: RuleSet) -> CanHelp:
    """The list under these rules."""
    return CanHelp(
        version=rules.used.version,
        effective_from=rules.used.effective_from,
        harm=tuple((each.says, _way(rules, each)) for each in HARM),
        matters=tuple(_matters(rules)),
        whatever=tuple((each.says, _way(rules, each)) for each in (ELSEWHERE, *_again_and_again(rules))),
    )


def decided(rules: RuleSet, situation: Situation, category: str | None = None) -> Decision:
    """What the rules say where all is calm but this."""
    document = {
        "kind": situation.kind,
        "category": category,
        "received_on": rules.used.effective_from,
        "facts": {**CALM, **situation.answers},
    }
    return rules.decide_without_missing(read_case(document, rules.plan.vocabulary))


def _again_and_again(rules: RuleSet) -> Iterator[Situation]:
    times = rules.document.numbers.get("repeat_reports")
    if times is not None:
        yield Situation(f"It was reported {times} times in six months", {"reports_in_6_months": times}, _ASB)


def _matters(rules: RuleSet) -> Iterator[Matter]:
    alike: dict[tuple[Way, tuple[tuple[str, Way], ...]], list[str]] = {}
    for category in rules.plan.vocabulary.categories:
        way = _way(rules, Situation("", kind=_ASB), category)
        alike.setdefault((way, tuple(_changes(rules, category, way))), []).append(category)
    for (way, changes), categories in alike.items():
        yield Matter(tuple(categories), way, changes)


def _changes(rules: RuleSet, category: str, way: Way) -> Iterator[tuple[str, Way]]:
    """Each situation in which somebody else deals with it, or somebody besides; nothing is said twice."""
    told = [(way.route, way.also)]
    for each in OTHERWISE:
        other = replace(_way(rules, Situation(each.says, each.answers, _ASB), category), give=())
        if (other.route, other.also) not in told:
            told.append((other.route, other.also))
            yield each.says, other


def _way(rules: RuleSet, situation: Situation, category: str | None = None) -> Way:
    decision, document = decided(rules, situation, category), rules.document
    primary, texts = decision.primary, {gift.id: gift.text.strip() for gift in document.give}
    return Way(
        route=primary.route,
        destination=primary.destination,
        ours=document.routes[primary.route].outcome == "open_case",
        done_by=primary.done_by,
        time_frame=primary.time_frame,
        counted=rules.clock_of(primary.route),
        says=decision.reasons[0].says,
        also=tuple(document.routes[each.route].destination for each in decision.also),
        give=tuple(texts[gift] for gift in decision.give),
    )
