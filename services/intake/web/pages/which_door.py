"""Which door is the right one: a few questions on one page, judged by triage's rules, and nothing of it kept anywhere.

All on one page: to carry answers from page to page they would have to stand in an address, a cookie or a draft.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from services.intake.web.desk import Desk
from services.intake.web.doors import door_for
from services.intake.web.forms import UNKNOWN, Field, Typed, contradictions, document_of, typed_in
from services.intake.web.journeys.plain_words import CATEGORIES, NOISES
from services.intake.web.journeys.questions import NONE, YES_NO
from services.intake.web.other_help import ABOUT, CHILD, NEEDS, SUICIDAL, one, sought, told
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.words import PAGES
from shared.web.guard import allow_anyone
from shared.web.questions import ask

# Open to anybody, as the list of what we can help with is: it says which door, as that list does.
_DOOR = "/triage/api/door"
_SOUGHT = "/triage/api/sought"
_ABOUT, _NEEDS = "_about", "_needs"
_DONT_KNOW = {UNKNOWN: "I don’t know"}
_TROUBLE = {
    "violence_or_threats": "Somebody has been hurt or threatened",
    "child_at_risk": "A child is being harmed or may be harmed",
    "adult_at_risk": "An adult who needs care and support is at risk",
    "hate_motive": "It is because of who somebody is",
    "exploitation_indicator": "Somebody is made to work, held, or has had their home taken over",
    "drug_dealing": "Drugs are sold",
}
_HOMES = {
    "owner": "Its owner lives there", "private_renter": "It is rented from a private landlord",
    "housing_association": "It is rented from a housing association", "council": "It is rented from the council",
    "supported": "It is supported housing",
}  # fmt: skip
QUESTIONS = (
    Field("facts.immediate_danger", "choice", "Is anyone in danger right now?", options=YES_NO, look="inline"),
    Field(_ABOUT, "choice", "Who is it happening to?", options=ABOUT | _DONT_KNOW, look="inline"),
    Field(
        "facts.domestic_abuse", "choice", "Is it done by a partner, an ex-partner or somebody in the family?",
        options=YES_NO, look="inline",
    ),
    Field("_trouble", "any_of", "Are any of these true?", "Tick all that are.", _TROUBLE | NONE),
    Field(_NEEDS, "codes", "Does somebody need help with any of these?", "Tick all that are true.", NEEDS | NONE),
    Field("category", "pick", "What is it about?", options=CATEGORIES, look="I don’t know"),
    Field(
        "facts.noise_kind", "pick", "If it is noise, what kind?", options=NOISES,
        look="It is no noise, or I don’t know",
    ),
    Field(
        "facts.tenure_of_source", "pick", "If it comes from a home, what kind of home is that?", options=_HOMES,
        look="It is no home, or I don’t know",
    ),
    Field("facts.persistent", "choice", "Has it kept happening?", options=YES_NO, look="inline"),
)  # fmt: skip


def router(desk: Desk) -> APIRouter:
    """The route /help/which."""
    why = "residents find the right door without saying who they are"
    made = APIRouter(prefix="/help/which", include_in_schema=False, dependencies=[allow_anyone(why)])
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get("", name="intake:which")
    def show(request: Request) -> Response:
        return _page(request, {}, {})

    @made.post("", name="intake:which_answered")
    async def answer(request: Request, form: form_sent) -> Response:
        typed = typed_in(QUESTIONS, form.multi_items())
        wrong = contradictions(QUESTIONS, typed)
        if wrong or form.get("again"):
            return _page(request, typed, wrong)
        decision = await ask(request, _DOOR, _case(typed)) if _to_judge(typed) else None
        asked = sought(typed[_NEEDS], one(typed, _ABOUT))
        other = told(await ask(request, _SOUGHT, asked)) if asked else []
        # Whoever asks for such help alone is shown no door beside it.
        alone = bool(other) and not _to_judge(typed)
        shown: dict[str, Any] = {
            "door": None if alone else door_for(decision, one(typed, _ABOUT)),
            "likely": not alone and _is_open(decision),
            "other": other,
            "life": SUICIDAL in typed[_NEEDS],
            "child": one(typed, _ABOUT) == CHILD,
            "again": [(name, value) for name, values in typed.items() for value in values],
            "sensitive": True,
        }
        return PAGES.render(request, "intake/which_answer.html", back="/help/which", **shown)

    return made


def _page(request: Request, typed: Mapping[str, Any], wrong: Mapping[str, str]) -> Response:
    shown: dict[str, Any] = {"fields": QUESTIONS, "typed": typed, "wrong": wrong, "sensitive": True, "back": "/"}
    return PAGES.render(request, "intake/which.html", status=422 if wrong else 200, **shown)


def _to_judge(typed: Typed) -> bool:
    """Whether anything was said that rules can judge: of nothing, and of a need for other help alone, there is not."""
    return any(values for name, values in typed.items() if name not in (_ABOUT, _NEEDS)) or SUICIDAL in typed[_NEEDS]


def _case(typed: Typed) -> dict[str, Any]:
    """What triage is asked; without a category nobody has said what kind of matter it is."""
    document = document_of(QUESTIONS, typed)
    facts = dict(document.get("facts", {}))
    if SUICIDAL in typed[_NEEDS]:
        facts["suicidal"] = "yes"
    if one(typed, _ABOUT) == CHILD:
        facts["children_in_household"] = "yes"
    known = {"category": document["category"]} if "category" in document else {}
    return {"kind": "asb" if known else "unsure", **known, "facts": facts}


def _is_open(decision: Mapping[str, Any] | None) -> bool:
    """Whether what was left open may still lead elsewhere."""
    return decision is None or decision["outcome"] == "ask"
