"""Asking for help with domestic abuse: safety first, nothing that must be answered, gentle words for the young."""

from typing import Any

from services.intake.web.forms import Field, Typed
from services.intake.web.journeys.questions import (
    AGE,
    NONE,
    OWN,
    YES_NO,
    about,
    about_child,
    about_grown_up,
    about_me,
    about_other,
    closing,
    danger,
    finish_people,
)
from services.intake.web.journeys.reaching import reaching
from services.intake.web.journeys.steps import Journey, Step, answered

_SAFE_NOW = Field("_safe_now", "choice", "Is it safe for you to answer questions now?", options=YES_NO)
_COVERS = (
    "By a partner, an ex-partner or somebody in the family. It is not only violence: it may be threats, being "
    "controlled, watched or kept from people or money."
)
_EXPERIENCED = Field("facts.domestic_abuse", "choice", "Have you experienced domestic abuse?", _COVERS, YES_NO)
_THEY_EXPERIENCED = Field(
    "facts.domestic_abuse", "choice", "Has the person you are worried about experienced domestic abuse?",
    _COVERS, YES_NO,
)  # fmt: skip
_AT_HOME = Field(
    "facts.domestic_abuse", "choice", "Is it somebody in your family, or a boyfriend or girlfriend?",
    "Somebody who hurts you, scares you or tells you what you may do.", YES_NO,
)  # fmt: skip
_STORY = Field(
    "description", "words", "What would you like to tell us?",
    "As much or as little as you like. Do not write down what is not safe to write.", look="8",
)  # fmt: skip
_TO_ME = {
    "violence_or_threats": "Somebody has hurt me, or has said that they will",
    "strangulation": "Somebody has choked me or kept me from breathing",
    "threats_to_kill": "Somebody has said that they will kill me or somebody else",
    "stalking": "Somebody follows me, watches me or will not stop contacting me",
    "honour_based": "Somebody says that I have brought shame on my family",
    "hate_motive": "It is also because of who I am: my race, faith, disability, sexuality or gender",
    "suicidal": "I have thought about ending my life",
}
_TO_THEM = {
    "violence_or_threats": "Somebody has hurt them, or has said that they will",
    "strangulation": "Somebody has choked them or kept them from breathing",
    "threats_to_kill": "Somebody has said that they will kill them or somebody else",
    "stalking": "Somebody follows them, watches them or will not stop contacting them",
    "honour_based": "Somebody says that they have brought shame on their family",
    "hate_motive": "It is also because of who they are: their race, faith, disability, sexuality or gender",
    "suicidal": "They have spoken about ending their life",
}
_TO_A_CHILD = {
    "violence_or_threats": "Somebody has hurt me, or has said that they will",
    "threats_to_kill": "Somebody has said that they will kill me or somebody else",
    "honour_based": "Somebody says that I have brought shame on my family",
    "suicidal": "I have thought about hurting myself or about not being alive",
}
_TICK = "Tick all that are true. You can leave this empty."
_HAPPENED = Field("_happened", "any_of", "Has any of this happened?", _TICK, _TO_ME | NONE)
_HAPPENED_TO_THEM = Field("_happened", "any_of", "Has any of this happened to them?", _TICK, _TO_THEM | NONE)
_HAPPENED_TO_CHILD = Field("_happened", "any_of", "Has any of this happened to you?", _TICK, _TO_A_CHILD | NONE)
_CHILDREN = Field("facts.children_in_household", "choice", "Do children live there?", options=YES_NO)
_CHILD_HARMED = Field(
    "facts.child_at_risk", "choice", "Is a child being harmed, or might they be?",
    "Seeing or hearing it counts too.", YES_NO,
)  # fmt: skip
_CHILD_SAFE = Field(
    "facts.child_at_risk", "choice", "Are you being hurt, or scared that you will be?",
    "We ask so that somebody who helps young people reads this first.", YES_NO,
)  # fmt: skip
_THEIR_AGE = Field(
    "facts.victim_age", "number", "How old are they?", "A guess will do. Leave it empty if you don’t know."
)
_THEM = Field(
    "people.victim.full_name", "line", "What is their name?",
    "Only if you want to say. We do not get in touch with them because of what you tell us here.",
)  # fmt: skip


def _finish(document: dict[str, Any], typed: Typed) -> None:
    """Whoever comes by this door is taken at their word; only their own no leaves it open what it is."""
    if document.get("facts", {}).get("domestic_abuse") == "no":
        document["kind"] = "unsure"
    else:
        document |= {"kind": "domestic_abuse", "strands": ["domestic_violence_and_abuse"]}
    finish_people(document, typed)


HELP = Journey(
    "help",
    "Get help",
    (
        *danger(),
        *about(me="It is happening to me", **{OWN: "I am worried about how I behave"}),
        Step("safe", _SAFE_NOW.label, (_SAFE_NOW,)),
        Step("pause", "You can stop now", template="intake/pause.html", when=answered("_safe_now", "no")),
        Step("lived", _EXPERIENCED.label, (_EXPERIENCED,), when=about_me),
        Step("theirs", _THEY_EXPERIENCED.label, (_THEY_EXPERIENCED,), when=about_other),
        Step("young", _AT_HOME.label, (_AT_HOME,), when=about_child),
        Step("tell", _STORY.label, (_STORY,)),
        Step("also", _HAPPENED.label, (_HAPPENED,), when=about_me),
        Step("also-theirs", _HAPPENED_TO_THEM.label, (_HAPPENED_TO_THEM,), when=about_other),
        Step("also-young", _HAPPENED_TO_CHILD.label, (_HAPPENED_TO_CHILD,), when=about_child),
        Step("there", _CHILDREN.label, (_CHILDREN,), when=about_grown_up),
        Step("young-ones", _CHILD_HARMED.label, (_CHILD_HARMED,), when=about_grown_up),
        Step("you-safe", _CHILD_SAFE.label, (_CHILD_SAFE,), when=about_child),
        Step("age", AGE.label, (AGE,), "It helps us find the right person for you.", when=lambda t: not about_other(t)),
        Step("their-age", _THEIR_AGE.label, (_THEIR_AGE,), when=about_other),
        Step("them", _THEM.label, (_THEM,), when=about_other),
        *reaching(),
        *closing(),
    ),
    _finish,
)
