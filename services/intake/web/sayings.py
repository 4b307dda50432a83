"""Words that are safe to read aloud to a caller, each with a version; which were read is kept with the call.

Nothing here blames, says "not ours", names anybody, or tells more than the caller told us. Whoever changes words raises
their version; the words as they were read stand with the call itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saying:
    """Words to read out. `{to}` is where a route leads; `code` and `version` say which words they were."""

    code: str
    version: int
    text: str

    def about(self, to: str) -> "Saying":
        """The same words about one destination."""
        return Saying(self.code, self.version, self.text.replace("{to}", to))


HANG_UP = Saying(
    "hang_up", 1,
    "Please hang up and call 999. On a mobile, press 55 if you cannot speak. We have written down what you told us.",
)  # fmt: skip
ABUSE = Saying(
    "abuse", 1,
    "Thank you for telling me. What happened is not your fault. We do not tell anybody that you called. "
    "Somebody who knows about this will speak with you, in the way you say is safe.",
)  # fmt: skip
ABUSE_OF_ANOTHER = Saying(
    "abuse_of_another", 1,
    "Thank you for telling me. We do not tell anybody that you called. Please do not speak of it to whoever does it. "
    "Somebody who knows about this looks at it now, and takes care to put nobody in danger.",
)  # fmt: skip
COMPLAINED_OF = Saying(
    "complained_of", 1,
    "I cannot speak about anybody’s report, or say whether there is one. You may tell me what you would like to say. "
    "I write it down.",
)  # fmt: skip
OURS = Saying(
    "ours", 1,
    "Thank you. I pass this on to our own officers now. They look at it and contact you in the way you chose.",
)  # fmt: skip
OURS_UNREACHED = Saying(
    "ours_unreached", 1,
    "Thank you. I pass this on to our own officers now. They look at it. As we know no safe way to reach you, we do "
    "not contact you. Call us and give your reference whenever you want to hear more.",
)  # fmt: skip
ASK_MORE = Saying("ask_more", 1, "Let me ask you a little more, so that this reaches the right people.")
MAY_WE_PASS_ON = Saying(
    "may_we_pass_on", 1,
    "May I pass on your name, your number and what you told me to {to}, so that they can act on it?",
)  # fmt: skip

_VERSION = 1
# How the codes of such words end.
SENT_ON, BY_OFFICER = "_sent_on", "_by_officer"
_BACK = "If nothing happens, come back to us with your reference."
_SENT_ON = {
    "social_landlord": "Your landlord has to look into this first. I send it to {to} today. They have two working days "
    f"to answer. {_BACK}",
    "council_housing": "As this is a council home, its housing office looks into this first. I send it to {to} today. "
    f"They have two working days to answer. {_BACK}",
    "environmental_health": "This may be a nuisance in law. I send it to {to} today. They have two working days to "
    "answer. Keep a diary of when it happens.",
}
# Where they have no mailbox that we have made sure of: nothing goes by itself, and nobody is told that it does.
_BY_OFFICER = {
    "social_landlord": "Your landlord has to look into this first. One of our officers tells {to} what you told me. "
    f"You can tell them too, and keep a note of when you did. {_BACK}",
    "council_housing": "As this is a council home, its housing office looks into this first. One of our officers tells "
    f"{{to}} what you told me. You can tell them too, and keep a note of when you did. {_BACK}",
    "environmental_health": "This may be a nuisance in law. One of our officers tells {to} what you told me. Keep a "
    f"diary of when it happens. {_BACK}",
}
_SHOWN = {
    "social_landlord": "Your landlord has to look into this first. Please tell {to}, and keep a note of when you did. "
    f"{_BACK}",
    "council_housing": "As this is a council home, its housing office looks into this first. Please tell {to}, and "
    f"keep a note of when you did. {_BACK}",
    "environmental_health": "This may be a nuisance in law. Please tell {to}, and keep a diary of when it happens.",
    "street_services": "This can be seen to quickly. Where to turn: {to}. Say where it is. Thank you for telling us.",
    "mediation": "Everyday noise and quarrels between neighbours are often best settled by talking. Where to turn: "
    "{to}. They speak with each of you apart, and tell neither how to reach the other.",
    "civil_advice": "This is a matter of civil law between the two of you. Where to turn: {to}. They can tell you "
    "what your rights are.",
    "neighbouring_borough": "As it happens there, they can act on it. Where to turn: {to}. Tell them what you told me.",
    "police_101": "This may be a crime. Where to turn: {to}. If it is happening now, or you are afraid, call 999.",
    "advice_and_record": "Thank you for telling us. We keep it on record, and each report counts. If it happens "
    "again, please tell us and give your reference.",
}
_ANYWHERE = "Where to turn: {to}. Please tell them what you told me."


def shown_the_door(route: str, to: str, sent_on: bool, by_message: bool = True) -> Saying:
    """What is said to a caller who is shown another door: we send it on, by message or by an officer, or they do."""
    words: Mapping[str, str] = _SHOWN
    code = route
    if sent_on and route in _SENT_ON:
        words, code = (_SENT_ON, f"{route}{SENT_ON}") if by_message else (_BY_OFFICER, f"{route}{BY_OFFICER}")
    return Saying(code, _VERSION, words.get(route, _ANYWHERE)).about(to)


# What to do after a call that broke off, by the next step that was recorded.
AFTER_DROPPED = {
    "call_back": "Call back on the number that was said to be safe, within the safe times. Ask for the codeword, if "
    "one was agreed, before you say who you are. If somebody else answers, say “wrong number” and hang up.",
    "wait": "Do not call back: no number is known to be safe. Wait until they call again.",
    "tell_police": "There was danger. Call 999 now and give the police the number and the place. Do not call back.",
}
