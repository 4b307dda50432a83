"""What is written down in the rehearsal about what a borough arranges: when to call, and why somebody had to look."""

from collections.abc import Sequence

TIMES: Sequence[str] = ("Mon-Fri 12:00-14:00", "Mon-Fri 18:00-20:00", "Sat 10:00-12:00")
# Coded reason, and what happened in words.
EMERGENCIES: Sequence[tuple[str, str]] = (
    ("danger_to_life", "She rang from the street, out of breath, and the call broke off. Rang the police for her."),
    ("asked_by_emergency_services", "The ambulance crew at the door asked who may be told where she is taken."),
    ("danger_to_a_child", "A neighbour rang: shouting, a child at the window. The police asked what is known there."),
)
