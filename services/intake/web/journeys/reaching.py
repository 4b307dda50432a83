"""How somebody may be reached, in which language, by whom: nothing is safe unless they say so, each way by itself."""

from collections.abc import Sequence
from typing import Any

from services.intake.web.forms import NONE_OF_THESE, UNKNOWN, Field, Typed
from services.intake.web.journeys.steps import Step, When, always, answered, both, unless
from services.intake.web.languages import LANGUAGES

WAYS = "_ways"
_CHOOSE_WHEN = "Choose when it is safe, or “I don’t know”. If you don’t know, we do not use it."
_WAYS = Field(
    WAYS, "codes", "Which ways of reaching you are safe?",
    "Choose only what nobody else can see or hear. What you do not choose, we do not use.",
    {
        "phone": "Call me", "sms": "Send me text messages", "email": "Send me e-mails", "post": "Send me letters",
        "in_person": "Meet me",
        NONE_OF_THESE: "None of these is safe. I will contact you", UNKNOWN: "I don’t know",
    },
)  # fmt: skip
some_way = answered(WAYS, "phone", "sms", "email", "post", "in_person")
_phone, _sms = answered(WAYS, "phone"), answered(WAYS, "sms")

ANY_TIME, HOURS_OF = "any", "_when."
# What a sender keeps to; people choose among these and may add their own.
HOURS = {
    "mornings": "Mon-Fri 08:00-12:00",
    "afternoons": "Mon-Fri 12:00-17:00",
    "evenings": "Mon-Fri 17:00-20:00",
    "weekends": "Sat-Sun 09:00-17:00",
}
HOURS_SAY = {
    ANY_TIME: "Any time of the day",
    "mornings": "Monday to Friday, 8am to noon",
    "afternoons": "Monday to Friday, noon to 5pm",
    "evenings": "Monday to Friday, 5pm to 8pm",
    "weekends": "At weekends, 9am to 5pm",
    UNKNOWN: "I don’t know",
}
_SAFE = {"yes": "Yes, it is safe", "no": "No, it is not safe", UNKNOWN: "I don’t know"}
_PHONE = Field("reporter.phone", "line", "Your phone number", look="tel")
_VOICEMAIL = Field("safe_contact.phone.voicemail", "choice", "Is it safe to leave a message?", options=_SAFE)
_EMAIL = Field(
    "reporter.email", "line", "Your e-mail address", "Only one that nobody else can open or read.", look="email"
)
_ADDRESS = Field(
    "reporter.address", "words", "Where should we send letters?", "It need not be where you live.", look="4"
)
_CODEWORD = Field(
    "safe_contact.codeword", "line", "Choose a word that only you and we know",
    "When we call, we ask for it, so that we know it is you. Choose one that nobody would guess. "
    "You can leave it empty.",
)  # fmt: skip
_NOT_TOLD = Field(
    "safe_contact.must_not_receive", "list", "Who must not find out?",
    "Their names, one on each line. We take care that nothing reaches them. You can leave it empty.", look="3",
)  # fmt: skip
NAME = Field("reporter.full_name", "line", "What is your name?", "You do not have to say.")

_LONGEST_BOOKED = 200
_OTHER_LANGUAGE, _HELP, _OTHER_HELP = "_language", "_help", "_other_help"
_LANGUAGE = (
    Field(
        "language", "pick", "Which language do you speak best?", options=LANGUAGES, look="I don’t know, or another one"
    ),
    Field(_OTHER_LANGUAGE, "line", "Another language, or a dialect"),
)
# The words stand on the referral as they stand here, so that whoever calls can read what to book.
_HELP_SAYS = {
    "interpreter": "A trained interpreter",
    "bsl": "British Sign Language",
    "relay": "Relay UK: I type instead of speaking or hearing",
    "plain": "Easy words, and time",
}
_TALKING = (
    Field(
        _HELP, "codes", "What would help you to talk to us?",
        "It is free. We never ask your family or friends to interpret.",
        {**_HELP_SAYS, NONE_OF_THESE: "I need none of these", UNKNOWN: "I don’t know"},
    ),
    Field(_OTHER_HELP, "line", "Something else that would help"),
)  # fmt: skip
_WITH = Field(
    "interviewer_preference", "choice", "Who would you rather talk to?",
    options={"A woman": "A woman", "A man": "A man", UNKNOWN: "I don’t mind, or I don’t know"},
)  # fmt: skip


def reaching(private: When = always) -> tuple[Step, ...]:
    """Each safe way on a page of its own; `private` says who is asked for a codeword and for names to keep it from."""
    return (
        Step("name", NAME.label, (NAME,)),
        Step("ways", _WAYS.label, (_WAYS,)),
        CALL,
        _way("text", "A safe text", "sms", "send you texts", when=both(_sms, _phone)),
        _way("text-to", "A safe text", "sms", "send you texts", (_PHONE,), when=both(_sms, unless(_phone))),
        _way("mail", "A safe e-mail", "email", "write to you", (_EMAIL,)),
        Step("post", _ADDRESS.label, (_ADDRESS,), when=answered(WAYS, "post")),
        _way("meet", "A safe meeting", "in_person", "meet you", why="We agree on a place with you first."),
        Step("word", _CODEWORD.label, (_CODEWORD,), when=private),
        Step("keep", _NOT_TOLD.label, (_NOT_TOLD,), when=private),
        Step("language", "Your language", _LANGUAGE),
        Step("talk", "Talking to us", _TALKING),
        Step("with", _WITH.label, (_WITH,), "You can change your mind at any time.", when=private),
    )  # fmt: skip


def _way(
    slug: str,
    heading: str,
    way: str,
    says: str,
    before: tuple[Field, ...] = (),
    after: tuple[Field, ...] = (),
    when: When | None = None,
    why: str = "",
) -> Step:
    """One way and its hours: nobody's silence is taken for "at any time"."""
    hours = Field(f"{HOURS_OF}{way}", "codes", f"When is it safe to {says}?", "Choose all that are safe.", HOURS_SAY)
    own = Field(
        f"safe_contact.{way}.times", "list", f"Other times when it is safe to {says}",
        "Days and hours, one on each line, such as Tuesday 10:00-11:30.", look="2",
    )  # fmt: skip
    fields = (*before, hours, own, *after)
    return Step(
        slug, heading, fields, why, when=when or answered(WAYS, way), must=_CHOOSE_WHEN, needed=(hours.name, own.name)
    )


CALL = _way("call", "A safe call", "phone", "call you", (_PHONE,), (_VOICEMAIL,))


def hours_unknown(hours: Field, typed: Typed) -> bool:
    """Whether a way stays unused because nobody said when it is safe."""
    return bool(_safety(hours.name.removeprefix(HOURS_OF), typed)["safe"] != "yes")


def finish_reaching(document: dict[str, Any], typed: Typed) -> None:
    """What follows from the ways chosen, and from the help somebody asks for."""
    contact = dict(document.get("safe_contact", {}))
    for way in _ways_spoken_of(typed):
        contact[way] = {**contact.get(way, {}), **_safety(way, typed)}
    if contact:
        document["safe_contact"] = contact
    if wanted := _interpreter(typed):
        document["interpreter"] = wanted


def _ways_spoken_of(typed: Typed) -> list[str]:
    ways = [way for way in _WAYS.options if way not in (NONE_OF_THESE, UNKNOWN)]
    chosen = list(typed.get(WAYS, ()))
    return ways if chosen == [NONE_OF_THESE] else [way for way in ways if way in chosen]


def _safety(way: str, typed: Typed) -> dict[str, Any]:
    """Safe is a way that was chosen and whose hours are known; a letter keeps no hours."""
    if list(typed.get(WAYS, ())) == [NONE_OF_THESE]:
        return {"safe": "no"}
    if way == "post":
        return {"safe": "yes"}
    chosen = typed.get(f"{HOURS_OF}{way}", ())
    own = [line.strip() for text in typed.get(f"safe_contact.{way}.times", ()) for line in text.splitlines()]
    hours = [HOURS[code] for code in chosen if code in HOURS] + [line for line in own if line]
    if hours:
        return {"safe": "yes", "times": hours}  # also where "any time" was chosen besides: the narrower counts
    return {"safe": "yes" if ANY_TIME in chosen else "unknown"}


def _interpreter(typed: Typed) -> str:
    """What has to be booked, in words."""
    helps = [says for code, says in _HELP_SAYS.items() if code in typed.get(_HELP, ())]
    own = [text.strip() for name in (_OTHER_LANGUAGE, _OTHER_HELP) for text in typed.get(name, ())]
    return "; ".join([*helps, *(text for text in own if text)])


def too_long_to_book(fields: Sequence[Field], typed: Typed) -> dict[str, str]:
    """What is wrong where all that has to be booked is longer than a referral can hold: two pages bring it together."""
    own = next((each.name for each in fields if each.name in (_OTHER_LANGUAGE, _OTHER_HELP)), None)
    return {own: "Shorten this."} if own and len(_interpreter(typed)) > _LONGEST_BOOKED else {}
