"""How what concerns risk and disclosure is done: training goes on the register, the basis of telling a panel too."""

from dataclasses import replace
from uuid import UUID, uuid5

from services.rehearsal.plan import cast
from services.rehearsal.plan.deeds import GetInTouch, LookAgain, RecordBasis, Train
from services.rehearsal.plan.words import protection as words
from services.rehearsal.play.stage import Stage
from services.triage.application.handlers import stream_of
from services.triage.domain.assessment import DECIDER
from services.triage.domain.commands import ConfirmDecision
from services.triage.domain.desk.commands import RecordContact
from services.triage.domain.disclosure.commands import ConsiderThreshold, RecordDisclosure
from services.triage.domain.risk.commands import CompleteRiskAssessment, RecordTraining
from services.triage.domain.state import Assessed
from shared.kernel.handling import Command

_DISCLOSURES = UUID("7b0d2e6c-94c1-5a0e-8d51-3f7a6c2b9e44")
_ASSESSMENTS = UUID("c41f6b52-0f0e-5b7d-9a86-1d5e2b7730aa")


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


def get_in_touch(stage: Stage, deed: GetInTouch) -> None:
    """Written down, whether or not somebody answered."""
    command = RecordContact(at=deed.at, referral_id=deed.referral.referral_id, way=deed.way, outcome=deed.outcome)
    stage.do("triage", command, deed)


def look_again(stage: Stage, deed: LookAgain) -> None:
    """Out of the adviser's file; where the rules judge anew by what it teaches them, a person confirms that too."""
    referral_id = deed.referral.referral_id
    command = CompleteRiskAssessment(
        at=deed.at,
        today=deed.at.date(),
        referral_id=referral_id,
        assessment_id=str(uuid5(_ASSESSMENTS, deed.key)),
        tool="merit",
        by=stage.actors[deed.by].account_id,
        answered_by="records",
        answers={"total": str(deed.total)},
        judged="medium",
    )
    stage.do("triage", command, deed)
    standing, _ = stage.service("triage").store.fold(stream_of(referral_id), DECIDER)
    if isinstance(standing, Assessed) and not standing.settled:
        officer = replace(deed, by=cast.TRIAGE.sign_in_name)
        stage.do("triage", ConfirmDecision(at=deed.at, referral_id=referral_id), officer, f"{deed.key}/confirm")


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
