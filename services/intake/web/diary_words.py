"""What a diary asks and says, for residents and for staff."""

from services.intake.web.forms import Field

_WHEN = (
    Field("began", "line", "When did it start?", "Such as 23:10 or 11.10pm. Leave it empty if you don’t know.",
          look="govuk-input--width-5"),
    Field("ended", "line", "When did it end?", "If it ended after midnight, just give the time.",
          look="govuk-input--width-5"),
)  # fmt: skip
_WHAT = (
    Field("what", "words", "What happened?", "In your own words, what you saw and heard yourself.", look="5"),
    Field("effect", "words", "How did it affect you?", "Such as no sleep, or afraid to go out.", look="3"),
    Field("witnesses", "words", "Who else saw or heard it?", "You can leave this empty.", look="2"),
)
_DAY = Field("on", "day", "On which day?", "For example, 27 3 2026. If it went over midnight, the day it started.")
ENTRY = (_DAY, *_WHEN, *_WHAT)
QUIET = (_DAY,)
RECEIVED = Field(
    "_received", "day", "When did we receive the paper?", "For example, 27 3 2026. Leave it empty for today."
)
PAPER = (
    RECEIVED,
    _DAY,
    Field("quiet", "truth", "Does it say that nothing happened on this day?", options={"yes": "Yes", "no": "No"},
          look="small inline"),
    *_WHEN,
    *_WHAT,
)  # fmt: skip
REMIND = Field(
    "remind", "choice", "Do they want a reminder when nothing was written for two days?",
    "Three at most, in words that say nothing, by text or e-mail, and only while that is known to be safe.",
    {"no": "No", "yes": "Yes, they asked for it"}, look="small inline",
)  # fmt: skip
WAYS = {
    "now": "While I speak to them: on this call, or face to face",
    "phone": "By telephone",
    "sms": "By text message",
    "email": "By e-mail",
    "post": "By post",
}
CLOSED = {"finished": "whoever kept it has finished", "ended_by_officer": "an officer has ended it"}
