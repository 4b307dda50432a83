"""What an officer asks while somebody speaks: danger, a way to call back, closed questions, and only then the story.

Every question may be left: not asked is not the same as no.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.intake.web.forms import Field
from services.intake.web.languages import LANGUAGES
from services.intake.web.spoken import CARE, CUT_OFF, DANGER, HARM, HOMES, SCRIPT, WHAT, Spoken
from shared.contracts.vocabulary import VOCABULARY

_NOT_ASKED = {"": "Not asked"}
_YES_NO = {"yes": "Yes", "no": "No", "unknown": "Don’t know", **_NOT_ASKED}
_TRUTH = {"yes": "Yes", "no": "No", **_NOT_ASKED}
_SAFE = {"yes": "Safe", "no": "Not safe", "unknown": "Don’t know", **_NOT_ASKED}
_SMALL = "small inline"


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together; `say` is what the caller hears. A `folded` one is opened when it is needed."""

    slug: str
    heading: str
    fields: tuple[Field, ...]
    say: str = ""
    folded: bool = False

    @property
    def together(self) -> bool:
        """Whether one answer stands for all, so that the others are only opened where it is a yes."""
        return self.fields[0].name.startswith("_all.")


def asked(name: str) -> Field:
    """The field of one answer, by its kind."""
    answer = VOCABULARY.answers[name]
    place, label = f"facts.{name}", answer.asks
    if answer.type == "yes_no":
        return Field(place, "choice", label, options=_YES_NO, look=_SMALL)
    if answer.type == "one_of":
        return Field(place, "pick", label, options=answer.values)
    if answer.type in ("count", "age"):
        return Field(place, "number", label)
    return Field(place, "day" if answer.type == "date" else "line", label)


def _safe(way: str, label: str) -> Field:
    return Field(f"safe_contact.{way}.safe", "choice", label, options=_SAFE, look=_SMALL)


def _truth(place: str, label: str) -> Field:
    return Field(place, "truth", label, options=_TRUTH, look=_SMALL)


def _group(*groups: str) -> tuple[Field, ...]:
    return tuple(asked(answer.name) for answer in VOCABULARY.answers.values() if answer.group in groups)


MINUTES = Field("_minutes", "number", "Minutes spent", "Left empty, the clock on top counts.")
FOOTINGS = {
    "public_task": "A task in the public interest that the law gives us",
    "vital_interests": "Somebody’s life is at stake",
    "legal_obligation": "The law obliges us",
}
CALLERS = {
    "victim": "The person it happens to",
    "neighbour": "A neighbour, friend or relative",
    "professional": "Somebody at work, such as a nurse",
    "complained_of": "The person complained of",
    **_NOT_ASKED,
}
CALLER = Field("_caller", "choice", "Who is on the line?", options=CALLERS, look="small")
REFERENCE = Field("_reference", "line", "Reference of an earlier referral", "If they have one, such as WM-7K3F-Q.")


def _screen(spoken: Spoken) -> tuple[Field, ...]:
    """One answer for all, then each by itself."""
    return (spoken.all_field, *(asked(name) for name in spoken.answers))


_TIMES = Field(
    "safe_contact.phone.times", "list", "Safe times to call", "Such as Mon-Fri 10:00-14:00, one on each line.", look="2"
)
_CUT_OFF = (
    Field("reporter.phone", "line", "Number to call back", look="tel"),
    _safe("phone", "Is it safe to call this number?"),
    Field("safe_contact.phone.voicemail", "choice", "Is it safe to leave a message?", options=_SAFE, look=_SMALL),
    _TIMES,
    Field("reporter.full_name", "line", "Name"),
    REFERENCE,
    CALLER,
    Field("language", "pick", "Which language do they speak best?", options=LANGUAGES, look="Not asked"),
    Field("interpreter", "line", "Interpreter, or another way to talk", "Such as Somali. Never family or friends."),
    _truth("reporter.anonymous", "Does the caller want to stay anonymous?"),
)
_WHAT = (
    Field("kind", "pick", "What kind of matter is it?", options=VOCABULARY.kinds, look="Choose"),
    Field("category", "pick", "What is it about?", options=VOCABULARY.categories, look="Not said"),
    asked("noise_kind"),
    asked("statutory_nuisance_likely"),
    asked("persistent"),
    asked("drug_dealing"),
)
_COUNTS = tuple(each for each in (*_group("history"), *_group("place")) if each.name != "facts.persistent")
_WHEN = (
    Field("occurred.pattern", "line", "When does it happen?", "Such as most nights after 23:00."),
    Field("occurred.from", "day", "Since", "For example, 27 3 2026"),
    Field("occurred.to", "day", "Until", "For example, 28 3 2026"),
    _truth("occurred.ongoing", "Is it still going on?"),
)
_BY_WHOM = (
    Field("people.perpetrator.full_name", "line", "Who does it?", "A name, or “name not known”."),
    Field("people.perpetrator.address", "line", "Where do they live?", "Such as number 14."),
    Field("people.perpetrator.date_of_birth", "day", "Their date of birth", "For example, 27 3 1990"),
)
_TO_WHOM = (
    Field("people.victim.full_name", "line", "Who is it happening to, if not the caller?"),
    Field("people.victim.date_of_birth", "day", "Their date of birth", "For example, 27 3 1990"),
    Field("people.child.full_name", "line", "A child’s name, if one is named"),
    Field("people.witness.full_name", "line", "A witness, if one is named"),
    asked("children_in_household"),
    *_group("people"),
)
_WHERE = (
    Field("location.address", "words", "Where does it happen?", look="2"),
    Field("location.postcode", "line", "Postcode", look="govuk-input--width-10"),
    Field("location.ward", "line", "Ward", look="govuk-input--width-20"),
)
_STORY = (Field("description", "words", "Notes, in the caller’s own words", look="8"),)
_RISK = (
    Field("strands", "codes", "Which of these is it part of?", options=VOCABULARY.strands, look="small"),
    *_group("risk"),
)
_REACHING = (
    Field("reporter.email", "line", "E-mail address", look="email"),
    _safe("email", "Is it safe to e-mail?"),
    _safe("sms", "Is it safe to send text messages?"),
    Field("reporter.address", "words", "Postal address", look="2"),
    _safe("post", "Is it safe to send letters?"),
    _safe("in_person", "Is it safe to visit?"),
    Field("safe_contact.codeword", "line", "Codeword", "Agree one; we ask for it when we call."),
    Field("safe_contact.must_not_receive", "list", "Who must not find out?", "Names, one on each line.", look="2"),
    Field("interviewer_preference", "line", "Would they rather speak to a woman or to a man?"),
)
_SHARING = (
    Field(
        "sharing.consent", "pick", "May we pass on what they told us?",
        options={"given": "Yes", "refused": "No", "not_sought": "Not asked, because it was not safe"},
    ),
    Field(
        "sharing.lawful_basis", "pick", "Without a yes: on what footing is it passed on?",
        "Only where it must be, and only to whom it concerns.", options=FOOTINGS, look="It is not passed on",
    ),
    Field("sharing.why", "words", "Why is that needed, and no more than needed?", look="2"),
    Field(
        "sharing.privacy_notice", "pick", "Were they told how we use it?",
        options={"given": "Yes", "deferred": "Later, because it was not safe", "not_given": "No"},
    ),
)  # fmt: skip
_FILING = (Field("channel", "pick", "How did it come in?", options=VOCABULARY.channels, look="Choose"), MINUTES)

SECTIONS = (
    Section(DANGER.slug, "1 Danger first", _screen(DANGER), DANGER.says),
    Section(CUT_OFF.slug, "2 If we are cut off", _CUT_OFF, CUT_OFF.says),
    Section(WHAT.slug, "3 What", _WHAT, WHAT.says),
    Section(HARM.slug, "4 Harm and threats", _screen(HARM), HARM.says),
    Section(CARE.slug, "5 Children and adults at risk", _screen(CARE), CARE.says),
    Section(HOMES.slug, "6 Whose home", _group("homes"), HOMES.says),
    Section("when", "7 When", _WHEN, "When does it happen?"),
    Section("by-whom", "8 By whom", _BY_WHOM, "Who does it?"),
    Section("where", "9 Where", _WHERE, "Where does it happen?"),
    Section("story", "10 In their own words", _STORY, "Now tell me what has happened."),
    Section("counts", "11 How often", _COUNTS, "How often was it reported?", folded=True),
    Section("to-whom", "12 Who else", _TO_WHOM, "Who is it happening to?", folded=True),
    Section("reaching", "13 Reaching them safely", _REACHING, "How else may we reach you, and how not?", folded=True),
    Section("needs", "14 Needs", _group("need"), folded=True),
    Section("risk", "15 Risk, with domestic abuse or other violence", _RISK, folded=True),
    Section("sharing", "16 Sharing", _SHARING, "We may have to share this with others who can help."),
    Section("filing", "17 For the file", _FILING),
)
# The last of the closed questions: after them the rules can say whether to signpost or to go on.
SCREENED = HOMES.slug
# The same questions once more, for somebody who says later how she may be reached.
CONTACT = (
    _safe("phone", "Is it safe to call?"),
    Field("safe_contact.phone.voicemail", "choice", "Is it safe to leave a message?", options=_SAFE, look=_SMALL),
    _TIMES,
    _safe("sms", "Is it safe to send text messages?"),
    _safe("email", "Is it safe to e-mail?"),
    _safe("post", "Is it safe to send letters?"),
    _safe("in_person", "Is it safe to visit?"),
    Field("safe_contact.codeword", "line", "A new codeword", "Left empty, the one agreed before stays."),
    Field(
        "safe_contact.must_not_receive", "list", "Who must not find out?",
        "Names, one on each line, instead of those given before. Left empty, those stay.", look="2",
    ),
)  # fmt: skip
FIELDS = tuple(each for section in SECTIONS for each in section.fields)

# Once domestic abuse is said, nothing on the screen may lead to a landlord or to mediation.
_SET_ASIDE = frozenset(f"facts.{name}" for name in (*HOMES.answers, "noise_kind", "statutory_nuisance_likely"))
_ABUSE_FIRST = (DANGER.slug, CUT_OFF.slug, "reaching", "risk", CARE.slug, "to-whom", HARM.slug)
_ABUSE_SAYS = {
    "reaching": "Can you talk safely just now? Yes or no is enough. How may we reach you, and how not?",
    "risk": "I will ask about what has happened, so that we know how to keep you safe. You can stop at any time.",
}


def sections_for(abuse: bool) -> tuple[Sequence[Section], Sequence[Field]]:
    """The sections in the order they are asked, and the fields that are out of sight with what was typed in them."""
    if not abuse:
        return SECTIONS, ()
    place = {slug: number for number, slug in enumerate(_ABUSE_FIRST)}
    kept = [
        replace(section, fields=fields, folded=False, say=_ABUSE_SAYS.get(section.slug, section.say))
        for section in sorted(SECTIONS, key=lambda section: place.get(section.slug, len(place)))
        if (fields := tuple(each for each in section.fields if each.name not in _SET_ASIDE))
    ]
    return _numbered(kept), [each for each in FIELDS if each.name in _SET_ASIDE]


def sections_of(fields: Sequence[Field]) -> Sequence[Section]:
    """The sections with these fields alone, counted from one; those without any are left out."""
    names = {each.name for each in fields}
    kept = [(section, tuple(each for each in section.fields if each.name in names)) for section in SECTIONS]
    return _numbered([replace(section, fields=here) for section, here in kept if here])


def _numbered(sections: Sequence[Section]) -> Sequence[Section]:
    return [
        replace(section, heading=f"{number} {section.heading.split(' ', 1)[1]}")
        for number, section in enumerate(sections, 1)
    ]


def set_aside(answer: str) -> bool:
    """Whether an answer is not asked for any more once domestic abuse was said."""
    return f"facts.{answer}" in _SET_ASIDE


def place_of(answer: str) -> str:
    """Where on the page an answer is asked for: its spoken question's section, else its own field."""
    for spoken in SCRIPT:
        if answer in spoken.answers:
            return spoken.slug
    return asked(answer).id
