"""What a piece of evidence is called and asked about, for staff and for residents."""

from collections.abc import Mapping

from services.intake.web.forms import Field

KINDS = {"photo": "Photo", "recording": "Recording", "document": "Document"}
TYPES = {
    "image/jpeg": "JPEG photo", "image/png": "PNG picture", "image/webp": "WebP picture", "image/heic": "HEIC photo",
    "video/mp4": "MP4 film", "video/quicktime": "MOV film", "video/3gpp": "3GP film", "video/webm": "WebM film",
    "audio/mp4": "M4A sound", "audio/mpeg": "MP3 sound", "audio/wav": "WAV sound", "audio/ogg": "OGG sound",
    "audio/amr": "AMR sound", "application/pdf": "PDF", "text/plain": "Text",
}  # fmt: skip
ROADS = {
    "resident": "by the resident", "staff": "by staff", "partner": "by a partner’s system", "email": "by e-mail",
}  # fmt: skip
CLEANED = {
    "removed": "What the device wrote into it, such as the place, was taken out.",
    "none": "Holds nothing but its text.",
    "kept": "May still say who made it, where and with what. Do not pass it on unless that may be known.",
}
PURPOSES = {
    "assess": "To judge what has happened and what to do",
    "act": "To act on it: warnings, notices, court",
    "share": "To show it to others who can help, such as the landlord or the police",
}
CONSENT = {
    "given": "Agreed",
    "refused": "Refused",
    "withdrawn": "Taken back",
    "not_asked": "Not asked",
    "unknown": "Asked, no clear answer",
}
BY = {
    "reporter": "Whoever told us",
    "victim": "Whoever it happens to",
    "parent": "A parent or guardian",
    "other": "Somebody else who is shown or heard",
}
WITHDRAWN = {
    "consent_withdrawn": "consent was taken back",
    "added_by_mistake": "it was added by mistake",
    "by_resident": "the resident took it back",
}

_SAYS = Field("says", "words", "What does it show?", "Leave it empty if it speaks for itself.", look="3")
_MADE_ON = Field("made_on", "day", "When was it made?", "For example, 27 3 2026. Leave it empty if you don’t know.")
_CONSENT = (
    Field(
        "consent.said", "pick", "Does anybody agree to more than judging it?",
        options={code: text for code, text in CONSENT.items() if code != "not_asked"}, look="Not asked",
    ),
    Field("consent.by", "pick", "Who said so?", options=BY, look="Nobody was asked"),
    Field(
        "consent.purposes", "codes", "What did they agree to?",
        options={code: PURPOSES[code] for code in ("act", "share")}, look="small",
    ),
)  # fmt: skip
STAFF = (
    _SAYS,
    _MADE_ON,
    Field("purposes", "codes", "What do we hold it for?", "Choose at least one.", options=PURPOSES, look="small"),
    *_CONSENT,
)
CONSENT_CHANGED = _CONSENT
SHARE = "_share"
RESIDENT = (
    Field("says", "words", "What does it show?", "You can leave this empty.", look="3"),
    _MADE_ON,
    Field(
        SHARE, "choice", "May we show it to others who can help, such as your landlord or the police?",
        "If you leave this open, we do not show it to them.",
        {"yes": "Yes", "no": "No", "unknown": "I don’t know"},
    ),
)  # fmt: skip
_SHARED: Mapping[str, Mapping[str, object]] = {
    "yes": {"said": "given", "by": "reporter", "purposes": ["share"]},
    "no": {"said": "refused", "by": "reporter", "purposes": ["share"]},
}


def residents_consent(share: str) -> Mapping[str, object]:
    """What a resident's answer means; anything but yes and no is no answer."""
    return _SHARED.get(share, {"said": "unknown"})
