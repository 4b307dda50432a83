"""How a case of abuse is handled in the rehearsal: whoever rings at once does what the handling of its strands asks."""

from services.rehearsal.plan.deeds import AboutReferral
from services.rehearsal.plan.words import protection as words
from services.rehearsal.play.stage import Stage
from services.triage.adapters.vawg_files import load_handlings
from services.triage.application.handlers import stream_of
from services.triage.domain.state import Assessed
from services.triage.domain.vawg.commands import SettleStep
from services.triage.domain.vawg.file import ABUSE, applies, is_open
from shared.contracts.vocabulary import VOCABULARY


def handle(stage: Stage, deed: AboutReferral) -> None:
    """Every step that is open is done, and written down; nothing on a case in which no abuse was seen."""
    referral_id = deed.referral.referral_id
    file, _ = stage.service("triage").store.fold(stream_of(referral_id), ABUSE)
    if not isinstance(file.standing, Assessed) or not file.standing.case_open:
        return
    handlings = stage.kept("handlings", lambda: load_handlings(VOCABULARY.strands, VOCABULARY.answers))
    for handling in handlings.on(deed.at.date()).values():
        for step in handling.steps if applies(handling, file) else ():
            if is_open(handling, step, file):
                settled = SettleStep(
                    at=deed.at,
                    referral_id=referral_id,
                    by=stage.actors[deed.by].account_id,
                    handling=handling.code,
                    step=step.code,
                    came_of="done",
                    done_at=deed.at,
                    text=words.HANDLED,
                )
                stage.do("triage", settled, deed, key=f"{deed.key}/{handling.code}/{step.code}")
