"""Chooses what is said of a household, so that the words agree with the answers and with who is who."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from services.rehearsal.plan.households import Household
from services.rehearsal.plan.words.abuse import Said

_HEALTH = ("hospital", "health", "mental_health")


@dataclass(frozen=True, slots=True)
class Teller:
    """Somebody of an agency, or the victim herself, who has given these answers."""

    household: Household
    agency: str | None
    answers: Mapping[str, Any]
    random: Random

    def tell(self, lines: Sequence[Said]) -> str:
        """One of the lines that are true here, in the forms that fit."""
        true = self._circumstances()
        fitting = [text for text, needs in lines if needs <= true]
        return self.random.choice(fitting).format_map(self._forms())

    def _circumstances(self) -> frozenset[str]:
        household = self.household
        found = {household.relation: True, "children": bool(household.children)}
        found |= {"police": self.agency == "police", "housing": self.agency == "housing"}
        found |= {"health": self.agency in _HEALTH, "social_care": self.agency == "childrens_social_care"}
        found["agency"] = self.agency not in ("police", None)
        found["stalked"] = self.answers.get("stalking") == "yes"
        return frozenset(name for name, so in found.items() if so)

    def _forms(self) -> dict[str, str]:
        victim = ("she", "her", "herself") if self.household.victim.woman else ("he", "him", "himself")
        other = "she" if self.household.perpetrator.woman else "he"
        own = "her" if self.household.victim.woman else "his"
        forms = {"she": victim[0], "her": own, "whom": victim[1], "herself": victim[2], "he": other}
        return forms | {name.capitalize(): form.capitalize() for name, form in forms.items()}
