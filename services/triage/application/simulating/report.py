"""Everything a proposed rule set must be seen to do before it is approved, in one document."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.triage.application.fairness import fairness, overrides_by_rule
from services.triage.application.simulating.past import Past
from services.triage.application.simulating.simulation import simulate
from services.triage.domain.rules import RuleSet


def report_of(
    past: Sequence[Past], rules: RuleSet, first: date | None = None, last: date | None = None
) -> dict[str, Any]:
    """Who would change under these rules, and how people fared who came in on these days."""
    found = simulate(past, rules, first, last)
    used = rules.used
    return {
        "rules": {"id": used.id, "version": used.version, "effective_from": used.effective_from.isoformat()},
        "from": first.isoformat() if first else None,
        "to": last.isoformat() if last else None,
        **found.document(),
        "overrides": overrides_by_rule(found.referrals),
        "fairness": fairness(found.referrals),
    }
