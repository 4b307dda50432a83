"""The questions that both journeys ask: danger, whom it is about, and how somebody may be reached safely."""

from collections.abc import Mapping
from typing import Any

from services.intake.web.forms import NONE_OF_THESE, UNKNOWN, Field, Typed
from services.intake.web.journeys.steps import SEEN, Step, answered, either, unless

YES_NO = {"yes": "Yes", "no": "No", UNKNOWN: "I don’t know"}
SAFE = {"yes": "Yes, it is safe", "no": "No, it is not safe", UNKNOWN: "I don’t know"}
NONE = {NONE_OF_THESE: "None of these", UNKNOWN: "I don’t know"}

ME, OTHER, CHILD = "me", "other", "child"
ABOUT = "_about"
about_me = either(answered(ABOUT, ME), unless(answered(ABOUT, ME, OTHER, CHILD)))
about_other = answered(ABOUT, OTHER)
about_child = answered(ABOUT, CHILD)
about_grown_up = unless(about_child)


def danger() -> tuple[Step, Step]:
    """Danger comes first, and whoever says yes is sent to 999 before anything else is asked."""
    asked = Field("facts.immediate_danger", "choice", "Is anyone in danger right now?", options=YES_NO)
    return (
        Step("now", asked.label, (asked,)),
        Step(
            "call-first",
            "Call 999 now",
            template="intake/danger.html",
            when=answered(asked.name, "yes"),
        ),
    )


def about(me: str) -> tuple[Step, Step]:
    """Whom it is about; a young person goes on by a gentler way."""
    who = {ME: me, OTHER: "It is happening to somebody else", CHILD: "I am under 18 and it is happening to me"}
    asked = Field(ABOUT, "choice", "Who is this about?", options=who)
    return (
        Step("who", asked.label, (asked,), must="Choose who this is about."),
        Step("you", "You can talk to us", template="intake/young.html", when=about_child),
    )


_PHONE = (
    Field("reporter.phone", "line", "Your phone number", "Leave it empty if you don’t want a call.", look="tel"),
    Field("safe_contact.phone.safe", "choice", "Is it safe for us to call this number?", options=SAFE),
    Field("safe_contact.phone.voicemail", "choice", "Is it safe to leave a message?", options=SAFE),
    Field(
        "safe_contact.phone.times", "list", "When is it safe to call?",
        "Days and hours, one on each line, such as Mon-Fri 10:00-14:00 or after 18:00. Leave it empty for any time.",
        look="2",
    ),
)  # fmt: skip
_OTHER_WAYS = (
    Field("safe_contact.sms.safe", "choice", "Is it safe to send you text messages?", options=SAFE),
    Field("reporter.email", "line", "Your e-mail address", look="email"),
    Field("safe_contact.email.safe", "choice", "Is it safe to e-mail you?", options=SAFE),
    Field("reporter.address", "words", "Your postal address", "Only if you would like letters.", look="3"),
    Field("safe_contact.post.safe", "choice", "Is it safe to send you letters?", options=SAFE),
)
_PRIVATE = (
    Field(
        "safe_contact.codeword", "line", "A word that only you and we know",
        "When we call, we ask for it, so that we know it is you. Choose one that nobody would guess.",
    ),
    Field(
        "safe_contact.must_not_receive", "list", "Who must not find out?",
        "Their names, one on each line. We take care that nothing reaches them.", look="3",
    ),
)  # fmt: skip


def reaching() -> tuple[Step, ...]:
    """How to reach somebody: nothing is safe unless they say so, each way by itself."""
    name = Field("reporter.full_name", "line", "What is your name?", "You do not have to say.")
    language = Field(
        "interpreter", "line", "Do you need another language, or another way to talk to us?",
        "Say which, such as Somali or British Sign Language. We do not ask family or friends to interpret.",
    )  # fmt: skip
    return (
        Step("name", name.label, (name,)),
        Step("call", "Can we call you safely?", _PHONE, _UNLESS_SAFE),
        Step("write", "Can we write to you safely?", _OTHER_WAYS, _UNLESS_SAFE),
        Step("private", "Keeping this between us", _PRIVATE, "You can leave both empty."),
        Step("talk", language.label, (language,)),
    )


_UNLESS_SAFE = (
    "Unless you say that a way is safe, we do not use it. If none is safe, leave all of it empty: "
    "you can call us instead."
)


def finish_people(document: dict[str, Any], typed: Typed) -> None:
    """What follows from whom it is about, and from leaving every detail of oneself out."""
    reporter = dict(document.get("reporter", {}))
    if typed.get(ABOUT):
        reporter["is_victim"] = not about_other(typed)
    passed = {mark.partition(".")[2] for mark in typed.get(SEEN, ())}
    details: Mapping[str, Any] = document.get("reporter", {})
    if not details and {"name", "call", "write"} <= passed:
        reporter["anonymous"] = True
    document["reporter"] = reporter
