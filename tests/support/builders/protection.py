"""Parts for tests of risk and disclosure: what is typed into a tool, what is written down before somebody is told."""

from datetime import date
from typing import Any

from services.triage.adapters.dated_files import load_tools, load_wordings
from services.triage.domain.disclosure.commands import ConsiderThreshold, RecordDisclosure
from services.triage.domain.risk.commands import CompleteRiskAssessment
from services.triage.domain.risk.events import TrainingRecorded
from services.triage.domain.risk.register import RiskRegister
from services.triage.domain.risk.tools import NO, YES, Tool
from shared.contracts.vocabulary import VOCABULARY
from tests.support.builders.triage import NOW

TODAY = date(2026, 11, 23)
TOOLS = load_tools(VOCABULARY.answers)
WORDINGS = load_wordings()
DASH, ASB, S_DASH, MERIT = (TOOLS.on(TODAY)[name] for name in ("dash", "asb", "s_dash", "merit"))
WORDING = WORDINGS.on(TODAY)
OFFICER = "account-officer"


def trained(*trainings: str, until: date = date(2027, 11, 22)) -> RiskRegister:
    """A register on which the officer stands for these trainings."""
    own = {
        training: TrainingRecorded(
            account_id=OFFICER, training=training, completed_on=date(2025, 11, 22), valid_until=until
        )
        for training in trainings or ("dash", "asb_matrix")
    }
    return RiskRegister(trained={OFFICER: own})


def yes_to(tool: Tool, count: int) -> dict[str, str]:
    """So many answers yes, those of no grave pattern first; all others no."""
    grave = {code for cluster in tool.clusters for code in (*cluster.all, *cluster.any)}
    chosen = sorted(tool.questions, key=lambda question: question.code in grave)[:count]
    return {question.code: YES if question in chosen else NO for question in tool.questions}


def completed(tool: Tool = DASH, **changes: Any) -> CompleteRiskAssessment:
    """A tool completed by the officer with the victim, all gates open: standard risk unless said."""
    members: dict[str, Any] = {
        "at": NOW,
        "today": TODAY,
        "referral_id": "referral-1",
        "assessment_id": "assessment-1",
        "tool": tool.id,
        "by": OFFICER,
        "answered_by": "victim",
        "answers": {q.code: NO if q.kind == "yes_no" else next(iter(q.levels), "0") for q in tool.questions},
        "gates": dict.fromkeys(tool.gates, YES),
        "whereabouts": "At work until six; the children are at school.",
        "judged": "standard",
    }
    return CompleteRiskAssessment(**members | changes)


def told(recipient: str = "marac", **changes: Any) -> RecordDisclosure:
    """Everything that is asked before somebody is told."""
    members: dict[str, Any] = {
        "at": NOW,
        "today": TODAY,
        "referral_id": "referral-1",
        "disclosure_id": "disclosure-1",
        "recipient": recipient,
        "to": "" if recipient in ("marac", "cmarac") else "The duty desk",
        "lawful_basis": "public_task",
        "condition": "safeguarding",
        "consent": "not_sought",
        "consent_why": "Asking was not safe.",
        "necessity": "Serious harm is likely.",
        "proportionality": "Only what bears on the risk.",
        "police": "unknown",
        "police_why": "Not asked yet.",
        "wishes": dict.fromkeys(WORDING.wishes, ("said", "What they said.")),
    }
    return RecordDisclosure(**members | changes)


def considered(**changes: Any) -> ConsiderThreshold:
    """A threshold that somebody considered and found not met."""
    members: dict[str, Any] = {
        "at": NOW,
        "today": TODAY,
        "referral_id": "referral-1",
        "threshold": "care_act",
        "result": "not_met",
        "considered_by": "Sam Example, adult social care",
        "considered_on": date(2026, 11, 20),
        "why": "No need for care that is not met.",
    }
    return ConsiderThreshold(**members | changes)
