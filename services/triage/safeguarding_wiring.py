"""Puts safeguarding together; triage's wiring calls it."""

from collections.abc import Mapping
from typing import Any

from services.triage.adapters.dated_files import load_practices
from services.triage.adapters.rule_files import RuleFileRefused
from services.triage.application.handover.handlers import handovers_of
from services.triage.application.safeguarding.room import SafeguardingRoom
from services.triage.domain.disclosure.lawful import Wordings
from services.triage.domain.handover.handing_over import HANDOVERS
from services.triage.read_models import premises
from shared.kernel.decider import Decider
from shared.runtime.bank_holidays import england_and_wales
from shared.runtime.ground import Ground, Opened
from shared.runtime.service import Service
from shared.runtime.settings import BadSetting
from shared.web.guard import Role

SAFEGUARDING_VIEWS = (premises.VIEW,)
SAFEGUARDING_DECIDERS: Mapping[str, Decider[Any]] = {handovers_of(""): HANDOVERS}


def safeguarding_room(ground: Ground, opened: Opened | Service, wordings: Wordings) -> SafeguardingRoom:
    """Where safeguarding is worked on. Raises BadSetting on a file of practice that is not sound."""
    recipients = {code for edition in wordings.all for code in edition.recipients}
    try:
        practices = load_practices(recipients, {role.value for role in Role})
    except RuleFileRefused as refused:
        raise BadSetting(f"Triage cannot start. {refused}") from None
    return SafeguardingRoom(
        practices=practices,
        days=england_and_wales(),
        clock=ground.clock,
        indexer=ground.keyring,
        facts=lambda stream: [recorded.fact for recorded in opened.store.stream(stream)],
    )
