"""What an officer asks while somebody speaks: danger, a way to call back, closed questions, and only then the story.

Every question may be left: not asked is not the same as no.
"""

from dataclasses import dataclass

from services.intake.web.forms import Field
from shared.contracts.vocabulary import VOCABULARY

_NOT_ASKED = {"": "Not asked"}
_YES_NO = {"yes": "Yes", "no": "No", "unknown": "Don’t know", **_NOT_ASKED}
_TRUTH = {"yes": "Yes", "no": "No", **_NOT_ASKED}
_SAFE = {"yes": "Safe", "no": "Not safe", "unknown": "Don’t know", **_NOT_ASKED}
_SMALL = "small inline"

# In order of danger; the first three send a caller to 999.
SAFETY = (
    "immediate_danger", "serious_crime_now", "weapon_present_now", "child_at_risk", "adult_at_risk",
    "exploitation_indicator", "domestic_abuse", "violence_or_threats", "hate_motive",
)  # fmt: skip
TO_999 = SAFETY[:3]


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together; `say` is what the caller hears. A `folded` one is opened when it is needed."""

    slug: str
    heading: str
    fields: tuple[Field, ...]
    say: str = ""
    folded: bool = False


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


MINUTES = Field("_minutes", "number", "Minutes spent so far", "Whole minutes, the call included.")
_SAFETY_FIRST = tuple(asked(name) for name in SAFETY)
_TIMES = Field(
    "safe_contact.phone.times", "list", "Safe times to call", "Such as Mon-Fri 10:00-14:00, one on each line.", look="2"
)
_CUT_OFF = (
    Field("reporter.phone", "line", "Number to call back", look="tel"),
    _safe("phone", "Is it safe to call this number?"),
    Field("safe_contact.phone.voicemail", "choice", "Is it safe to leave a message?", options=_SAFE, look=_SMALL),
    _TIMES,
    Field("reporter.full_name", "line", "Name"),
    _truth("reporter.anonymous", "Does the caller want to stay anonymous?"),
    _truth("reporter.is_victim", "Is it happening to the caller?"),
)
_WHAT = (
    Field("kind", "pick", "What kind of matter is it?", options=VOCABULARY.kinds, look="Choose"),
    Field("category", "pick", "What is it about?", options=VOCABULARY.categories, look="Not said"),
    asked("noise_kind"),
    asked("statutory_nuisance_likely"),
    asked("drug_dealing"),
)
# Whose home it comes from and whether it goes on decide most of who deals with it: asked before anybody tells a story.
_SCREENING = (*_group("homes"), *_group("history"), *_group("place"))
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
    Field("language", "line", "Language code", "Such as en, so or pt-BR.", look="govuk-input--width-5"),
    Field("interpreter", "line", "Interpreter", "Never family or friends."),
    Field("interviewer_preference", "line", "Would they rather speak to a woman or to a man?"),
)
_SHARING = (
    Field(
        "sharing.consent", "pick", "Do they agree that we share this?",
        options={"given": "Yes", "refused": "No", "not_sought": "Not asked, because it was not safe"},
    ),
    Field(
        "sharing.privacy_notice", "pick", "Were they told how we use it?",
        options={"given": "Yes", "deferred": "Later, because it was not safe", "not_given": "No"},
    ),
)  # fmt: skip
_FILING = (Field("channel", "pick", "How did it come in?", options=VOCABULARY.channels, look="Choose"), MINUTES)

SECTIONS = (
    Section("safety", "1 Safety first", _SAFETY_FIRST, "Before anything else: is anyone in danger right now?"),
    Section("cut-off", "2 If we are cut off", _CUT_OFF, "If we’re cut off, is it safe to call back? On which number?"),
    Section("what", "3 What", _WHAT, "What is it about?"),
    Section(
        "screening", "4 Whose home, and how often", _SCREENING,
        "Whose home does it come from, has it happened before, and have you told the landlord?",
    ),
    Section("when", "5 When", _WHEN, "When does it happen?"),
    Section("by-whom", "6 By whom", _BY_WHOM, "Who does it?"),
    Section("where", "7 Where", _WHERE),
    Section("story", "8 In their own words", _STORY, "Now tell me what has happened."),
    Section("to-whom", "9 Who else", _TO_WHOM, "Who is it happening to?", folded=True),
    Section("reaching", "10 Reaching them safely", _REACHING, "How else may we reach you, and how not?", folded=True),
    Section("needs", "11 Needs", _group("need"), folded=True),
    Section("risk", "12 Risk, with domestic abuse or other violence", _RISK, folded=True),
    Section("sharing", "13 Sharing", _SHARING, "We may have to share this with others who can help.", folded=True),
    Section("filing", "14 For the file", _FILING),
)  # fmt: skip
# The last of the closed questions: after them the rules can say whether to signpost or to go on.
SCREENED = "screening"
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
