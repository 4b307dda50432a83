"""What triage does when a panel it asked has answered."""

from collections.abc import Sequence

from services.triage.domain.support.panel_commands import NotePanelBand
from shared.contracts.panels import CaseBanded
from shared.kernel.handling import Command, Policy
from shared.kernel.messages import Message
from shared.kernel.personal import Narrative, Personal


def note_panel_band_when_case_banded(message: Message) -> Sequence[Command]:
    """The case shows what the panel said about a band; the reasons stay sealed as they came."""
    told = CaseBanded.model_validate(message.data)
    members = {name: getattr(told, name) for name in NotePanelBand.model_fields if name not in ("at", "words")}
    words: Personal[Narrative] = Personal(told.words.p, told.words.c)
    return (NotePanelBand(at=message.time, words=words, **members),)


PANEL_ANSWERS: tuple[Policy, ...] = (
    Policy("note_panel_band_when_case_banded", CaseBanded.type(), note_panel_band_when_case_banded),
)
