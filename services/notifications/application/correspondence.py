"""Under which names we write, and where our own teams are reached; set for each installation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SAMPLE_TEAMS: Mapping[str, str] = {
    "panel_coordinator": "panel.coordinator@waymark.example",
    "idva_team": "support.team@waymark.example",
    "duty_officer": "duty.officer@waymark.example",
    "information_governance": "information.governance@waymark.example",
    "auditor": "auditor@waymark.example",
}
"""Nobody reads there: for where messages are laid into a folder and leave no house."""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """`ordinary_sender` signs openly; `neutral_sender` must say nothing: no name, no service, nothing of the council.

    `council` and `telephone` stand in ordinary texts to residents only.
    """

    council: str = "Waymark Borough Council"
    telephone: str = "020 7946 0100"
    ordinary_sender: str = "Community safety <no-reply@waymark.example>"
    neutral_sender: str = "messages@post.example"
    teams: Mapping[str, str] = field(default_factory=lambda: SAMPLE_TEAMS)
