"""What may be reported over Open311: the categories of anti-social behaviour, and what is asked with each."""

from collections.abc import Mapping
from typing import Any

from shared.contracts.vocabulary import VOCABULARY, Answer

_CHANGED = "2026-11-28T00:00:00Z"
"""When the calls last changed; clients that keep the discovery document ask again when this does."""
_GROUP = "Anti-social behaviour"
# Of the answers a referral may hold those that a street report can know; none of them is about a home or a family.
_ALWAYS = ("immediate_danger", "serious_crime_now", "weapon_present_now", "violence_or_threats", "hate_motive")
_ABOUT_A_HOME = ("persistent", "tenure_of_source", "landlord_contacted")
_STREET = frozenset(
    {"fly_tipping", "dog_fouling", "litter_or_drug_paraphernalia", "graffiti_or_vandalism", "vehicle_abandoned"}
)
_MORE: Mapping[str, tuple[str, ...]] = {
    "noise": ("noise_kind", "statutory_nuisance_likely"),
    "smell_or_smoke": ("statutory_nuisance_likely",),
    "drug_use": ("drug_dealing",),
    "suspected_brothel": ("exploitation_indicator",),
    "prostitution_related": ("exploitation_indicator",),
}


def services() -> list[dict[str, str]]:
    """Every service there is; each has a definition."""
    return [_service(code, name) for code, name in VOCABULARY.categories.items()]


def discovery(address: str, contact: str) -> dict[str, Any]:
    """Where the calls are and how to get a key, as Open311's service discovery has it."""
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": address,
        "changeset": _CHANGED,
        "type": "production",
        "formats": ["application/json", "text/xml"],
    }
    key_service = f"Keys are issued to organisations: write to {contact}."
    return {"changeset": _CHANGED, "contact": contact, "key_service": key_service, "endpoints": [endpoint]}


def service_name(code: str) -> str | None:
    """What a service is called; None where there is none of that code."""
    return VOCABULARY.categories.get(code)


def asked(code: str) -> tuple[str, ...]:
    """The answers that may come with a service, as codes of attributes."""
    about_a_home = () if code in _STREET else _ABOUT_A_HOME
    return (*_ALWAYS, *about_a_home, *_MORE.get(code, ()))


def definition(code: str) -> dict[str, Any]:
    """What is asked with a service; nothing of it must be answered, and not answered is not known."""
    attributes = [_attribute(VOCABULARY.answers[name], order) for order, name in enumerate(asked(code), 1)]
    return {"service_code": code, "attributes": attributes}


def _service(code: str, name: str) -> dict[str, str]:
    return {
        "service_code": code,
        "metadata": "true",
        "type": "realtime",
        "keywords": "",
        "group": _GROUP,
        "service_name": name,
        "description": f"{name}. Not for emergencies: if somebody is in danger, call 999.",
    }


def _attribute(answer: Answer, order: int) -> dict[str, Any]:
    return {
        "variable": "true",
        "code": answer.name,
        "datatype": "singlevaluelist",
        "required": "false",
        "datatype_description": "Choose one. Leave it out if it was not asked.",
        "order": str(order),
        "description": answer.asks,
        "values": [{"key": code, "name": label} for code, label in answer.values.items()],
    }
