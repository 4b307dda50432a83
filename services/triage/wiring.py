"""Puts triage together; the only place that assembles it."""

from services.triage.adapters.rule_files import load_rule_sets
from services.triage.application.handlers import commands
from services.triage.application.judge import RulesJudge
from services.triage.application.policies import WHEN
from services.triage.application.processes.response_deadline import DEADLINES
from services.triage.application.publication import PUBLISH
from services.triage.domain.events import FACTS
from services.triage.domain.upcasts import UPCASTS
from services.triage.read_models import rule_outcomes, triage_queue
from shared.contracts.vocabulary import VOCABULARY
from shared.runtime.ground import Ground, assemble, open_service
from shared.runtime.service import Service


def build_triage(ground: Ground) -> Service:
    """Triage under the rule sets that ship with it."""
    judge = RulesJudge(load_rule_sets(VOCABULARY))
    opened = open_service(ground, "triage", FACTS, UPCASTS, (triage_queue.VIEW, rule_outcomes.VIEW))
    return assemble(ground, opened, commands(judge), WHEN, PUBLISH, DEADLINES)
