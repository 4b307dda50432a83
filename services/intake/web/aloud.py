"""What may be said aloud about a referral to whoever is on the line: nothing, unless it is certain to do no harm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.intake.domain.call import DANGER_NOW
from services.intake.web.sayings import COMPLAINED_OF

# By the policy nobody is asked about abuse who calls about these; for all else "not asked" is not "no".
_OF_THE_STREET = (
    "fly_tipping", "dog_fouling", "litter_or_drug_paraphernalia", "graffiti_or_vandalism", "vehicle_abandoned",
    "parking_or_boundary",
)  # fmt: skip
_WITH_CARE = (*DANGER_NOW, "violence_or_threats", "honour_based", "stalking", "exploitation_indicator", "hate_motive")
_ABUSE_KINDS = ("domestic_abuse", "vawg_other")
_WAYS = ("phone", "sms", "email", "post", "in_person")
_NOTHING = "I cannot speak about this now. We contact you in the way that was agreed."

# How a referral stands, in words that tell whoever listens in no more than the caller knows.
_STANDS = {
    "received": "We have what you told us, and an officer looks at it.",
    "more_needed": "We need to know a little more before we can go on.",
    "triaged": "An officer has looked at it and decides what comes next.",
    "emergency": "An officer is looking at it now. If anyone is in danger, call 999.",
    "case_open": "An officer deals with it and gets in touch in the way you chose.",
    "case_closed": "We have done what we could for now. If it happens again, tell me and I write it down.",
    "signposted": "We showed you who can deal with it. If nothing has happened, tell me and I look again.",
}


@dataclass(frozen=True, slots=True)
class Aloud:
    """`says` may be read out once everything in `first` is done; where `nothing`, it is all that may be said."""

    nothing: bool
    why: str
    first: Sequence[str]
    says: str


def may_be_said(referral: Mapping[str, Any], caller: str) -> Aloud:
    """The answer for a caller of that kind; a caller whom nobody has asked counts as anybody."""
    if caller == "complained_of":
        return Aloud(True, "The person complained of hears nothing of anybody’s report.", (), COMPLAINED_OF.text)
    if caller == "professional":
        return Aloud(
            True, "Anybody can say where they work. Call the agency back on its own published number.", (), _NOTHING
        )
    if caller not in ("victim", "neighbour"):
        return Aloud(True, "First ask who is on the line, and choose it on the call screen.", (), _NOTHING)
    if needs_care(referral):
        return _with_care(referral, caller)
    if caller == "neighbour" and not _told_us_as_neighbour(referral):
        return Aloud(True, "Somebody else told us, so it is theirs alone to hear of.", (), _NOTHING)
    checks = ("Ask for the reference, or for the name and the day they told us. Do not say them first.",)
    return Aloud(False, "Whoever told us may hear how it stands.", checks, _STANDS.get(referral["status"], _NOTHING))


def needs_care(referral: Mapping[str, Any]) -> bool:
    """Whether somebody could come to harm if the wrong person heard that there is a referral at all."""
    contact, facts = referral["safe_contact"] or {}, referral["facts"]
    return bool(
        referral["kind"] in _ABUSE_KINDS
        or referral["strands"]
        or not _abuse_ruled_out(referral)
        or any(facts.get(name) == "yes" for name in _WITH_CARE)
        or contact.get("codeword")
        or contact.get("must_not_receive")
        or any((contact.get(way) or {}).get("safe") == "no" for way in _WAYS)
    )


def _with_care(referral: Mapping[str, Any], caller: str) -> Aloud:
    word = (referral["safe_contact"] or {}).get("codeword")
    why = "Somebody may come to harm if the wrong person hears that there is a report."
    if caller != "victim" or not word:
        return Aloud(True, f"{why} No codeword was agreed with this caller.", (), _NOTHING)
    checks = (
        "Ask which word was agreed, and say nothing until they have said it. It stands with the referral.",
        "Ask whether they can talk safely now. Yes or no is enough.",
    )
    return Aloud(False, why, checks, _STANDS.get(referral["status"], _NOTHING))


def _abuse_ruled_out(referral: Mapping[str, Any]) -> bool:
    said = referral["facts"].get("domestic_abuse")
    return said == "no" or (said is None and referral["category"] in _OF_THE_STREET)


def _told_us_as_neighbour(referral: Mapping[str, Any]) -> bool:
    return referral["reporter"] is not None and not referral["reporter"]["is_victim"]
