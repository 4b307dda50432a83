"""The spoken questions of a call: one may answer several facts, and which wording brought which answers is on record.

Whoever changes what a question asks raises its wording; a changed question must not look like a changed life.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.intake.web.forms import Field, Typed

_TOGETHER = {
    "no": "No to all of it",
    "yes": "Yes: say which",
    "unknown": "Don’t know, or hesitates",
    "": "Not asked",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the caller hears, word for word. `answers` are the facts it may bring.

    `together` are those of them that one no, or one hesitation, answers at once; what is answered by itself counts
    before that. Somebody who hesitates has not said no. A yes that does not say which answers `gravest`, if any.
    """

    slug: str
    wording: int
    says: str
    answers: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    gravest: str | None = None

    @property
    def all_name(self) -> str:
        """The name of the field that answers all of them together."""
        return f"_all.{self.slug}"

    @property
    def all_field(self) -> Field:
        """The field that answers all of them together."""
        return Field(self.all_name, "choice", "Any of it?", options=_TOGETHER, look="small inline")


def _screen(slug: str, wording: int, says: str, *together: str, gravest: str | None = None) -> Spoken:
    return Spoken(slug, wording, says, together, together, gravest)


DANGER = _screen(
    "danger", 1,
    "Is anyone in danger right now? Is violence or another serious crime going on, or is there a weapon?",
    "immediate_danger", "serious_crime_now", "weapon_present_now", gravest="immediate_danger",
)  # fmt: skip
CUT_OFF = Spoken("cut-off", 1, "If we’re cut off, is it safe to call you back? On which number?")
WHAT = Spoken(
    "what", 1, "What is it about, and does it keep happening?",
    ("noise_kind", "statutory_nuisance_likely", "persistent", "drug_dealing"),
)  # fmt: skip
HARM = _screen(
    "harm", 1,
    "Has anyone been hurt or threatened? Is it by a partner, an ex-partner or someone in the family, or because of who "
    "somebody is?",
    "violence_or_threats", "domestic_abuse", "hate_motive",
)  # fmt: skip
CARE = _screen(
    "care", 1,
    "Is a child, or an adult who needs care and support, being harmed or used by others, or at risk of it?",
    "child_at_risk", "adult_at_risk", "exploitation_indicator",
)  # fmt: skip
HOMES = Spoken(
    "homes", 1, "Whose home does it come from? Do you own or rent yours? Has the landlord been told?",
    ("tenure_of_source", "tenure_of_reporter", "landlord", "landlord_contacted"),
)  # fmt: skip

SCRIPT = (DANGER, CUT_OFF, WHAT, HARM, CARE, HOMES)
"""In the order in which they are asked, unless the caller goes another way."""

# The nine of the safety screen, in order of danger; the first three send a caller to 999.
SAFETY = (
    *DANGER.answers, "child_at_risk", "adult_at_risk", "exploitation_indicator", "domestic_abuse",
    "violence_or_threats", "hate_motive",
)  # fmt: skip
_BY_ANSWER = {name: spoken for spoken in SCRIPT for name in spoken.answers}


def resolved(typed: Typed) -> dict[str, Sequence[str]]:
    """What was typed, with each answer that was given together with others as if it had been given by itself."""
    found = dict(typed)
    for spoken in SCRIPT:
        said = [code for code in typed.get(spoken.all_name, ()) if code in _TOGETHER][:1]
        open_ones = [name for name in spoken.together if not found.get(f"facts.{name}")]
        if said == ["yes"]:
            open_ones = [spoken.gravest] if spoken.gravest and _says_none(spoken, typed) else []
        for name in open_ones if said else ():
            found[f"facts.{name}"] = said
    return found


def which_is_open(typed: Typed) -> list[Spoken]:
    """The questions that were answered with a yes of which nobody has said what it means."""
    said_yes = [spoken for spoken in SCRIPT if list(typed.get(spoken.all_name, ())) == ["yes"]]
    return [spoken for spoken in said_yes if spoken.gravest is None and _says_none(spoken, typed)]


def _says_none(spoken: Spoken, typed: Typed) -> bool:
    return all(list(typed.get(f"facts.{name}", ())) != ["yes"] for name in spoken.together)


def askings(answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Which wording of which question brought which of these answers, as the document says it."""
    brought = ((spoken, [name for name in spoken.answers if name in answers]) for spoken in SCRIPT)
    return [
        {"question": f"call.{spoken.slug}", "wording": spoken.wording, "facts": names}
        for spoken, names in brought
        if names
    ]


def spoken_for(missing: Iterable[str]) -> list[Spoken | str]:
    """What to ask for these answers, each spoken question once; answers asked by themselves by their names."""
    return list(dict.fromkeys(_BY_ANSWER.get(name, name) for name in missing))
