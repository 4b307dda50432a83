"""How something goes out, and to whom."""

from collections.abc import Mapping
from typing import Literal

Channel = Literal["email", "sms", "post"]
Way = Literal["email", "sms", "post", "phone", "in_person"]
Audience = Literal[
    "reporter", "panel_coordinator", "idva_team", "duty_officer", "information_governance", "auditor", "destination"
]

# In the order in which they are tried: what somebody else in the home is least likely to pick up comes first.
CHANNELS: tuple[Channel, ...] = ("email", "sms", "post")
# The ways only a person can use, offered to staff where nothing may be sent.
SPOKEN_WAYS: tuple[Way, ...] = ("phone", "in_person")
STAFF: tuple[Audience, ...] = ("panel_coordinator", "idva_team", "duty_officer", "information_governance", "auditor")

# Who takes something over from us; what goes there is held to a gate of its own.
DESTINATION: Audience = "destination"

WAY_WORDS: Mapping[str, str] = {
    "email": "e-mail",
    "sms": "text message",
    "post": "letter",
    "phone": "telephone",
    "in_person": "in person",
}
AUDIENCE_WORDS: Mapping[str, str] = {
    "reporter": "whoever contacted us",
    "panel_coordinator": "the panel coordinator",
    "idva_team": "the IDVA team",
    "duty_officer": "the duty officer",
    "destination": "whoever takes it over",
    "information_governance": "information governance",
    "auditor": "the auditor",
}
# What a person did instead of a notice, as recorded on the page.
FOLLOW_UPS: Mapping[str, str] = {
    "phone": "Told by telephone, in their safe hours",
    "in_person": "Told in person",
    "another_way": "Told in another way they said is safe",
    "not_needed": "They need not be told",
}
