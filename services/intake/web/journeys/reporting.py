"""Reporting anti-social behaviour: what, where and when first; then, after a word about leaving quickly, safety."""

from typing import Any

from services.intake.web.forms import UNKNOWN, Field, Typed
from services.intake.web.journeys.plain_words import CATEGORIES, NOISES
from services.intake.web.journeys.questions import (
    AGE,
    NONE,
    YES_NO,
    about,
    about_child,
    about_grown_up,
    about_other,
    closing,
    danger,
    finish_people,
)
from services.intake.web.journeys.reaching import reaching, some_way
from services.intake.web.journeys.steps import Journey, Step, answered, both, either, unless

_DONT_KNOW = {UNKNOWN: "I don’t know"}
# Whose home it comes from matters for these; for the others nobody is asked about landlords.
_FROM_A_HOME = (
    "noise", "rowdy_neighbours", "neighbour_dispute", "animal_problem", "smell_or_smoke", "drug_use",
    "nuisance_communications", UNKNOWN,
)  # fmt: skip
_LET = ("housing_association", "council", "supported")
_from_a_home = answered("category", *_FROM_A_HOME)
_socially_let = either(answered("facts.tenure_of_source", *_LET), answered("facts.tenure_of_reporter", *_LET))
_in_the_family = answered("facts.domestic_abuse", "yes")
_SAFETY = {
    "violence_or_threats": "Somebody has been hurt or threatened",
    "weapon_present_now": "There is a weapon there now",
    "serious_crime_now": "Violence, a break-in or another serious crime is happening now",
    "child_at_risk": "A child is being harmed or may be harmed",
    "adult_at_risk": "An adult who needs care and support is at risk",
    "hate_motive": "It is because of who somebody is: their race, faith, disability, sexuality or gender, say",
    "exploitation_indicator": "Somebody is made to work, held, or has had their home taken over",
    "drug_dealing": "Drugs are sold there",
}


def _tenures(unknown: str) -> dict[str, str]:
    return {
        "owner": "Owned by whoever lives there",
        "private_renter": "Rented from a private landlord",
        "housing_association": "Rented from a housing association",
        "council": "Rented from the council",
        "supported": "Supported housing",
        UNKNOWN: unknown,
    }


_CATEGORY = Field("category", "choice", "What is it about?", options=CATEGORIES | _DONT_KNOW)
_NOISE = Field(
    "facts.noise_kind", "choice", "What kind of noise is it?",
    options=NOISES | _DONT_KNOW,
)  # fmt: skip
_STORY = Field(
    "description", "words", "What has happened?",
    "In your own words. You need not give names. Do not write down what is not safe to write.", look="8",
)  # fmt: skip
_WHERE = (
    Field("location.address", "words", "Address or place", "“Behind the library” will do, or “above 14”.", look="3"),
    Field("location.postcode", "line", "Postcode, if you know it", look="govuk-input--width-10"),
)  # fmt: skip
_WHEN = (
    Field(
        "occurred.pattern", "line", "When does it happen?", "Such as “most nights after 23:00” or “since early March”."
    ),
    Field("occurred.from", "day", "The first day you remember, if you know it", "For example, 27 3 2026"),
    Field("occurred.ongoing", "truth", "Is it still going on?", options=YES_NO, look="inline"),
)
_AGAIN = Field("facts.persistent", "choice", "Has it kept happening?", options=YES_NO)
_SOURCE = Field(
    "facts.tenure_of_source", "choice", "What kind of home does it come from?",
    options=_tenures("I don’t know, or not a home"),
)  # fmt: skip
_OWN = Field(
    "facts.tenure_of_reporter", "choice", "What kind of home do you live in?", options=_tenures("I don’t know")
)
_LANDLORD = (
    Field("facts.landlord", "line", "Which landlord is it?", "Leave it empty if you don’t know."),
    Field("facts.landlord_contacted", "choice", "Have they been told?", options=YES_NO),
)
_DOING = (
    Field("people.perpetrator.full_name", "line", "Their name"),
    Field("people.perpetrator.address", "words", "Where they live", "Such as “number 14”.", look="2"),
)
_FAMILY = Field(
    "facts.domestic_abuse", "choice", "Is it done by your partner, an ex-partner or somebody in your family?",
    "It does not matter whether you live together.", YES_NO,
)  # fmt: skip
_THEIR_FAMILY = Field(
    "facts.domestic_abuse", "choice", "Is it done by their partner, an ex-partner or somebody in their family?",
    "It does not matter whether they live together.", YES_NO,
)  # fmt: skip
_WORSE = Field("_safety", "any_of", "Are any of these true?", "Tick all that are.", _SAFETY | NONE)


def _finish(document: dict[str, Any], typed: Typed) -> None:
    document["kind"] = "asb"
    finish_people(document, typed)


REPORT = Journey(
    "report",
    "Report anti-social behaviour",
    (
        *danger(),
        *about(me="It is happening to me or where I live"),
        Step("what", _CATEGORY.label, (_CATEGORY,)),
        Step("noise", _NOISE.label, (_NOISE,), when=answered("category", "noise")),
        Step("story", _STORY.label, (_STORY,)),
        Step("where", "Where does it happen?", _WHERE),
        Step("when", "When, and since when?", _WHEN),
        Step("again", _AGAIN.label, (_AGAIN,)),
        Step("home", _SOURCE.label, (_SOURCE,), "It decides who can act first.", when=_from_a_home),
        Step("own", _OWN.label, (_OWN,), when=both(_from_a_home, about_grown_up)),
        Step("landlord", "The landlord", _LANDLORD, when=both(_from_a_home, _socially_let)),
        Step("person", "Do you know who does it?", _DOING, "You can leave this empty."),
        Step("before", "Before you go on", template="intake/interruption.html"),
        Step("family", _FAMILY.label, (_FAMILY,), when=unless(about_other)),
        Step("theirs", _THEIR_FAMILY.label, (_THEIR_FAMILY,), when=about_other),
        Step("other-way", "We have people for this", template="intake/other_way.html", when=_in_the_family),
        Step("also", _WORSE.label, (_WORSE,)),
        Step("age", AGE.label, (AGE,), "It helps us find the right person for you.", when=about_child),
        *reaching(private=some_way),
        *closing(),
    ),
    _finish,
)
