"""How what concerns risk and disclosure is done: training goes on the register, the basis of telling a panel too."""

from uuid import UUID, uuid5

from services.rehearsal.plan.deeds import RecordBasis, Train
from services.rehearsal.plan.words import protection as words
from services.rehearsal.play.stage import Stage
from services.triage.domain.disclosure_commands import ConsiderThreshold, RecordDisclosure
from services.triage.domain.risk_commands import RecordTraining
from shared.kernel.handling import Command

_DISCLOSURES = UUID("7b0d2e6c-94c1-5a0e-8d51-3f7a6c2b9e44")


def train(stage: Stage, deed: Train) -> None:
    """On the register, from a day until another."""
    command = RecordTraining(
        at=deed.at,
        today=deed.at.date(),
        account_id=stage.actors[deed.who].account_id,
        training=deed.training,
        completed_on=deed.completed_on,
        valid_until=deed.valid_until,
    )
    stage.do("triage", command, deed)


def record_basis(stage: Stage, deed: RecordBasis) -> None:
    """The basis; before Community MARAC is told, that no statutory threshold is met."""
    if deed.panel == "cmarac":
        stage.do("triage", _considered(deed), deed, f"{deed.key}/threshold")
    command = RecordDisclosure(
        at=deed.at,
        today=deed.at.date(),
        referral_id=deed.referral.referral_id,
        disclosure_id=str(uuid5(_DISCLOSURES, deed.key)),
        recipient=deed.panel,
        lawful_basis="public_task",
        condition="safeguarding",
        consent=deed.consent,
        consent_why="" if deed.consent == "given" else words.WITHOUT_CONSENT[deed.consent],
        necessity=words.NECESSITY[deed.panel],
        proportionality=words.PROPORTIONALITY,
        police="unknown",
        police_why=words.POLICE_WHY,
        wishes=words.WISHES[deed.panel],
    )
    stage.do("triage", command, deed)


def _considered(deed: RecordBasis) -> Command:
    return ConsiderThreshold(
        at=deed.at,
        today=deed.at.date(),
        referral_id=deed.referral.referral_id,
        threshold="care_act",
        result="not_met",
        considered_by=words.CONSIDERED_BY,
        considered_on=deed.at.date(),
        why=words.NOT_MET,
    )
