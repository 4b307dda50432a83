"""Which door a resident is shown for each route that the rules may give, in our own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_REPORT, _HELP = ("/report", "Report it to us"), ("/help", "Get help from us")
_HELPLINE = "0808 2000 247"


@dataclass(frozen=True, slots=True)
class Door:
    """What somebody may do next: `to` is a page of ours with the words that lead there, `call` a number."""

    heading: str
    says: str
    to: tuple[str, str] | None = _REPORT
    call: str = ""


_DOORS: Mapping[str, Door] = {
    "emergency_999": Door(
        "Call 999 now", "Nobody reads our forms at once. The police come when you call.", None, "999"
    ),
    "domestic_abuse": Door(
        "We can help you with this",
        "Tell us what is going on, and we find a safe way to help. You can also call the National Domestic Abuse "
        "Helpline. It is free, at any hour.",
        _HELP,
        _HELPLINE,
    ),
    "vawg_specialist": Door("We can help you with this", "Tell us, and we find the right people.", _HELP, _HELPLINE),
    "modern_slavery": Door(
        "Tell us about it",
        "We see to it that people who know about this act. You can also call the Modern Slavery Helpline. It is "
        "free, at any hour.",
        call="08000 121 700",
    ),
    "children_mash": Door("Tell us about it today", "We pass it on at once to those who keep children safe."),
    "adult_safeguarding": Door("Tell us about it today", "We pass it on at once to those who keep adults safe."),
    "hate_crime_police": Door("Tell us and the police", "You can call the police on 101. We help you too.", call="101"),
    "police_101": Door(
        "Tell the police", "Call 101 when it is not an emergency. If it keeps happening, tell us too.", call="101"
    ),
    "asb_case": Door("Tell us about it", "This is something that we deal with ourselves."),
    "social_landlord": Door(
        "The landlord must act first",
        "Tell the landlord of that home. If you would rather not, tell us, and we pass it on.",
    ),
    "council_housing": Door(
        "The council’s housing office must act first",
        "Tell the housing office for that home. If you would rather not, tell us, and we pass it on.",
    ),
    "environmental_health": Door("The noise team can help", "Tell us, and we pass it on to them."),
    "street_services": Door(
        "The street team can help",
        "They clean and clear our streets. Report it on the council’s website. If you cannot, tell us.",
    ),
    "civil_advice": Door(
        "Free advice can help",
        "The two of you must settle this. The council cannot decide it. Call us, and we tell you who gives advice.",
        None,
    ),
    "mediation": Door(
        "Talking it over can help",
        "The mediation service helps neighbours to find a way. Tell us, and we ask them to call you.",
    ),
    "neighbouring_borough": Door("Tell the council where it happens", "It lies outside our borough.", None),
    "advice_and_record": Door(
        "Tell us about it",
        "We make a note of it and tell you what you can do. If it happens again, that helps.",
    ),
}
_UNSURE = Door("Tell us about it", "We see to it that it reaches whoever can help.")


# For a child or young person it is otherwise: a page of their own to tell it on, and a number of their own.
_CHILDLINE = "0800 1111"
_YOUNG = ("/help?for=child", "Tell us what is happening")
_NOT_ALONE = Door(
    "We can help with this",
    "No child has to sort this out alone. Tell us, and people who keep children safe help. Childline is free, at any "
    "hour.",
    _YOUNG,
    _CHILDLINE,
)
_TODAY = Door(
    "Tell us about it today",
    "We pass it on at once to those who keep children safe. Childline is free, at any hour.",
    _YOUNG,
    _CHILDLINE,
)
_OF_A_CHILD: Mapping[str, Door] = {
    "domestic_abuse": _NOT_ALONE,
    "vawg_specialist": _NOT_ALONE,
    "children_mash": _TODAY,
    # What the rules say of an adult at risk, or of thoughts of ending one's life, is for children's services here.
    "adult_safeguarding": _TODAY,
}


def door_for(decision: Mapping[str, Any] | None, about: str = "") -> Door:
    """The door for a decision of triage, `about` a "child" or anybody; also where none came in time there is one."""
    if decision is None:
        return _UNSURE
    route = decision["primary"]["route"]
    own = _OF_A_CHILD.get(route) if about == "child" else None
    return own or _DOORS.get(route, _UNSURE)
