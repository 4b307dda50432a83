"""What the rules say of what an officer has heard so far: asked of triage's published API, stored nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from services.intake.web.call_document import call_document
from services.intake.web.forms import Typed
from services.intake.web.place import Places
from services.intake.web.spoken import Spoken, resolved, spoken_for
from services.intake.web.staff_questions import place_of, set_aside
from services.intake.web.words import ROUTES, spelt
from shared.contracts.vocabulary import VOCABULARY
from shared.web.questions import ask

_EVALUATE = "/triage/api/evaluate"
_ASKED_OF = ("category", "strands")
_MOST_TO_ASK = 4
_OUTCOMES = {"emergency": "Call 999", "open_case": "Go on: open a case", "signpost": "Signpost", "ask": "Ask first"}
# Where nobody is sent once domestic abuse was said, and what nobody hears of as a possibility either.
_NEVER_WITH_ABUSE = frozenset(
    {
        "social_landlord", "council_housing", "mediation", "civil_advice", "environmental_health", "street_services",
        "neighbouring_borough", "advice_and_record", "asb_case",
    }
)  # fmt: skip
_ABUSE_STRAND = "domestic_violence_and_abuse"


@dataclass(frozen=True, slots=True)
class Next:
    """A question that is still open, where it stands on the page, and where its answer could lead."""

    asks: str
    place: str
    could_become: Sequence[str]


@dataclass(frozen=True, slots=True)
class SoFar:
    """The answer so far, in words; `likely` is one that an answer may still change.

    `ask_next` is what matters most of what is not known, `more` how many other questions do. `by_us`: the destination
    hears of it from us, so that it is a disclosure; `by_message`: and can be sent it today.
    """

    code: str
    route: str
    likely: bool
    outcome: str
    destination: str
    by_us: bool
    by_message: bool
    because: Sequence[str]
    also: Sequence[str]
    ask_next: Sequence[Next]
    more: int

    @property
    def emergency(self) -> bool:
        """Whether somebody has to hang up and call 999."""
        return self.code == "emergency"

    @property
    def ends_here(self) -> bool:
        """Whether the call may end by showing another door."""
        return self.code == "signpost"


def says_abuse(typed: Typed) -> bool:
    """Whether domestic abuse was said, wherever on the form."""
    said = resolved(typed)
    return (
        list(said.get("facts.domestic_abuse", ())) == ["yes"]
        or list(said.get("kind", ())) == ["domestic_abuse"]
        or _ABUSE_STRAND in said.get("strands", ())
    )


async def so_far(request: Request, typed: Typed, places: Places) -> SoFar | None:
    """The answer to what was typed so far; None where triage gives none in time."""
    document = call_document(typed)
    case = {"kind": document.get("kind") or "unsure"}
    case |= {name: document[name] for name in _ASKED_OF if name in document}
    case["facts"] = places.answers(document.get("location") or {}) | document.get("facts", {})
    case["landlord_number"] = places.landlord_number(document)
    decision = await ask(request, _EVALUATE, case)
    return _in_words(decision, says_abuse(typed)) if decision is not None else None


def _in_words(decision: Mapping[str, Any], abuse: bool) -> SoFar:
    primary, routes = decision["primary"], [each["route"] for each in decision["also"]]
    questions = _questions(decision["missing"], abuse)
    return SoFar(
        code=decision["outcome"],
        route=primary["route"],
        likely=decision["outcome"] == "ask",
        outcome=_OUTCOMES[decision["outcome"]],
        destination=primary["destination"] or _route(primary["route"]),
        by_us=primary["done_by"] == "us",
        by_message=bool(decision["by_message"]),
        because=[reason["says"] for reason in decision["reasons"]],
        also=[_route(route) for route in routes if not (abuse and route in _NEVER_WITH_ABUSE)],
        ask_next=questions[:_MOST_TO_ASK],
        more=max(0, len(questions) - _MOST_TO_ASK),
    )


def _questions(missing: Sequence[Mapping[str, Any]], abuse: bool) -> list[Next]:
    """Each spoken question once, with all that any of its answers could lead to."""
    could: dict[str, Sequence[str]] = {
        each["fact"]: each["could_become"] for each in missing if not (abuse and set_aside(each["fact"]))
    }
    return [_next(each, could, abuse) for each in spoken_for(could)]


def _next(question: Spoken | str, could: Mapping[str, Sequence[str]], abuse: bool) -> Next:
    answers = [question] if isinstance(question, str) else [name for name in question.answers if name in could]
    codes = dict.fromkeys(code for name in answers for code in could[name])
    leads = [_route(code) for code in codes if code in ROUTES and not (abuse and code in _NEVER_WITH_ABUSE)]
    says = VOCABULARY.answers[answers[0]].asks if len(answers) == 1 or isinstance(question, str) else question.says
    return Next(says, place_of(answers[0]), leads)


def _route(code: str) -> str:
    return ROUTES.get(code, spelt(code))
