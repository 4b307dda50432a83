"""Tells a decision in plain English: the outcome in one line, reasons with their rules, and what others would say."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.triage.web.desk_words import CONTACT_WAYS, HAND_OVERS
from services.triage.web.wording import PRIORITIES, Wording, duration
from shared.kernel.messages import Recorded
from shared.web.formats import date_time, full_date, words


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, the rule behind it (None where its edition is no longer kept), and what it read, as (name, value)."""

    says: str
    rule: Any
    read: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """A decision in words; `also` are (who, who does it, how soon).

    `in_short` is one sentence for staff, `aloud` what may be read out whoever listens.
    """

    headline: str
    in_short: str
    aloud: str
    destination: str
    done_by: str
    time_frame: str | None
    priority: str
    also: Sequence[tuple[str, str, str | None]]
    panels: Sequence[str]
    give: Sequence[tuple[str, str]]
    reasons: Sequence[Reason]
    missing: Sequence[tuple[str, Sequence[str]]]
    rules: Mapping[str, Any]


def tell_decision(decision: Mapping[str, Any], members: Mapping[str, Any], edition: Any, say: Wording) -> Told:
    """A decision in words. `members` are kind, category, strands, day of receipt and answers, by name."""
    primary = decision["primary"]
    return Told(
        headline=headline(decision, say),
        in_short=in_short(decision, say),
        aloud=edition.aloud(decision) if edition else "",
        destination=primary["destination"],
        done_by=say.done_by(primary["done_by"]),
        time_frame=_how_soon(primary, edition),
        priority=decision["priority"],
        also=[
            (say.route(also["route"]), say.done_by(also["done_by"]), _how_soon(also, edition))
            for also in decision["also"]
        ],
        panels=[say.panel(panel) for panel in decision["panels"]],
        give=[(say.gift(gift), edition.texts.get(gift, "") if edition else "") for gift in decision["give"]],
        reasons=[_reason(reason, members, edition, say) for reason in decision["reasons"]],
        missing=[
            (missing["fact"], [say.finding(code) for code in missing["could_become"]])
            for missing in decision["missing"]
        ],
        rules=decision["rules"],
    )


def teller(
    sentences: Mapping[str, str], say: Wording, silence: Callable[[str], str] = words
) -> Callable[[Recorded], str]:
    """One sentence for each recorded fact, from the service's table of facts by name, its codes in words.

    `silence` says what a rule of silence watches for.
    """
    coded: Mapping[str, Callable[[str], str]] = {
        "route": say.route,
        "recommended": say.route,
        "panel": say.panel,
        "outcome": say.offer,
        "reason": say.close_reason,
        "code": say.override,
        "band": lambda band: _in_words(band or "not_graded"),
        "judged": _in_words,
        "threshold": _in_words,
        "result": _in_words,
        "training": _in_words,
        "because": lambda code: HAND_OVERS.get(code) or words(code),
        "rule": silence,
        "way": lambda code: CONTACT_WAYS.get(code) or words(code),
    }

    def tell(recorded: Recorded) -> str:
        fields = {name: getattr(recorded.fact, name) for name in recorded.fact.__struct_fields__}
        told = {name: coded[name](value) if name in coded else _told(value) for name, value in fields.items()}
        return sentences[recorded.name].format_map(told)

    return tell


def headline(decision: Mapping[str, Any], say: Wording) -> str:
    """The outcome in one line."""
    route = say.route(decision["primary"]["route"])
    return {
        "emergency": "Emergency: ring 999 now",
        "open_case": f"Open a case: {route}",
        "signpost": f"Signpost: {route}",
        "ask": f"Ask first. As far as is known: {route}",
    }.get(decision["outcome"], say.outcome(decision["outcome"]))


def in_short(decision: Mapping[str, Any], say: Wording) -> str:
    """The outcome and its first reason as one sentence."""
    says = str(decision["reasons"][0]["says"]).rstrip(".")
    return f"{headline(decision, say)}, because {says[:1].lower()}{says[1:]}."


def differences(stored: Mapping[str, Any], other: Mapping[str, Any], say: Wording) -> list[str]:
    """In which points another decision on the same answers differs, a sentence each."""
    return [
        *_changed("Outcome", say.outcome(stored["outcome"]), say.outcome(other["outcome"])),
        *_changed("First", say.route(stored["primary"]["route"]), say.route(other["primary"]["route"])),
        *_added("Also", _names(stored["also"], say), _names(other["also"], say)),
        *_added("Panels", [say.panel(p) for p in stored["panels"]], [say.panel(p) for p in other["panels"]]),
        *_changed("Priority", PRIORITIES[stored["priority"]], PRIORITIES[other["priority"]]),
        *_added("Given", [say.gift(g) for g in stored["give"]], [say.gift(g) for g in other["give"]]),
    ]


def _in_words(code: str) -> str:
    return words(code).lower()


def _told(value: Any) -> str:
    if isinstance(value, datetime):
        return date_time(value)
    return full_date(value) if isinstance(value, date) else str(value)


def _how_soon(route: Mapping[str, Any], edition: Any) -> str | None:
    counted = edition.counted(route["route"]) if edition else "clock"
    return duration(route["time_frame"], counted)


def _reason(reason: Mapping[str, Any], members: Mapping[str, Any], edition: Any, say: Wording) -> Reason:
    rule = edition.rules.get(reason["rule"]) if edition else None
    read = [(say.question(name), say.value(name, members.get(name))) for name in reason["facts"]]
    return Reason(reason["says"], rule, read)


def _names(routes: Sequence[Mapping[str, Any]], say: Wording) -> list[str]:
    return [say.route(route["route"]) for route in routes]


def _changed(what: str, ours: str, theirs: str) -> Iterator[str]:
    if ours != theirs:
        yield f"{what}: {theirs}, not {ours}."


def _added(what: str, ours: Sequence[str], theirs: Sequence[str]) -> Iterator[str]:
    more = [name for name in theirs if name not in ours]
    fewer = [name for name in ours if name not in theirs]
    if more:
        yield f"{what}: {', '.join(more)} as well."
    if fewer:
        yield f"{what}: without {', '.join(fewer)}."
