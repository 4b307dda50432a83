"""What goes to where a caller is shown: what they said, as far as whoever takes it needs it, and on what footing."""

from collections.abc import Mapping
from typing import Any

from services.intake.domain.sent_on import SentOn
from services.intake.web.place import Places

_CONSENTS = ("given", "refused", "not_sought")
_BASES = ("public_task", "vital_interests", "legal_obligation")


def passed_on(document: Mapping[str, Any], places: Places) -> SentOn:
    """In words for whoever takes it. Whoever contacted us is named by the hand-over itself, and only with their yes."""
    sharing = document.get("sharing") or {}
    consent, basis = sharing.get("consent"), sharing.get("lawful_basis")
    return SentOn(
        words=_in_words(document),
        consent=consent if consent in _CONSENTS else "not_sought",
        basis=basis if basis in _BASES else None,
        why=sharing.get("why"),
        landlord=places.told(document).landlord_number,
    )


def _in_words(document: Mapping[str, Any]) -> str:
    place, occurred = document.get("location") or {}, document.get("occurred") or {}
    where = ", ".join(filter(None, (place.get("address"), place.get("postcode"))))
    lines = (
        ("Where", where),
        ("What", str(document.get("category") or "").replace("_", " ")),
        ("When", occurred.get("pattern")),
        ("In their words", document.get("description")),
    )
    return "\n".join(f"{name}: {said}" for name, said in lines if said)
