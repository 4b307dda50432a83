"""What the rules say of what an officer has heard so far: asked of triage's published API, stored nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from services.intake.web.forms import Field, Typed, document_of
from services.intake.web.words import ROUTES, spelt
from shared.contracts.vocabulary import VOCABULARY
from shared.web.questions import ask

_EVALUATE = "/triage/api/evaluate"
_ASKED_OF = ("category", "strands", "facts")
_MOST_TO_ASK = 4
_OUTCOMES = {"emergency": "Call 999", "open_case": "Go on: open a case", "signpost": "Signpost", "ask": "Ask first"}


@dataclass(frozen=True, slots=True)
class Next:
    """A question that is still open, and where its answer could lead."""

    asks: str
    could_become: Sequence[str]


@dataclass(frozen=True, slots=True)
class SoFar:
    """The answer so far, in words; `likely` is one that an answer may still change.

    `ask_next` is what matters most of what is not known, `more` how many others do.
    """

    emergency: bool
    likely: bool
    outcome: str
    destination: str
    because: Sequence[str]
    also: Sequence[str]
    ask_next: Sequence[Next]
    more: int


async def so_far(request: Request, fields: Sequence[Field], typed: Typed) -> SoFar | None:
    """The answer to what was typed so far; None where triage gives none in time."""
    document = document_of(fields, typed)
    case = {"kind": document.get("kind") or _kind_of(document)}
    case |= {name: document[name] for name in _ASKED_OF if name in document}
    decision = await ask(request, _EVALUATE, case)
    return _in_words(decision) if decision is not None else None


def _kind_of(document: Mapping[str, Any]) -> str:
    """Nobody has said yet what kind of matter it is; a category is of anti-social behaviour."""
    return "asb" if "category" in document else "unsure"


def _in_words(decision: Mapping[str, Any]) -> SoFar:
    primary, missing = decision["primary"], decision["missing"]
    return SoFar(
        emergency=decision["outcome"] == "emergency",
        likely=decision["outcome"] == "ask",
        outcome=_OUTCOMES[decision["outcome"]],
        destination=primary["destination"] or _route(primary["route"]),
        because=[reason["says"] for reason in decision["reasons"]],
        also=[_route(each["route"]) for each in decision["also"]],
        ask_next=[_next(each) for each in missing[:_MOST_TO_ASK]],
        more=max(0, len(missing) - _MOST_TO_ASK),
    )


def _next(missing: Mapping[str, Any]) -> Next:
    leads = [_route(code) for code in missing["could_become"] if code in ROUTES]
    return Next(VOCABULARY.answers[missing["fact"]].asks, leads)


def _route(code: str) -> str:
    return ROUTES.get(code, spelt(code))
