"""How children and adults at risk are referred in the rehearsal: at once, by telephone, on a basis written first."""

from typing import Any
from uuid import UUID, uuid5

from services.rehearsal.plan.deeds import AboutReferral
from services.rehearsal.plan.words import protection as words
from services.rehearsal.play.stage import Stage
from services.triage.application.handlers import stream_of
from services.triage.domain.assessment import DECIDER
from services.triage.domain.disclosure_commands import RecordDisclosure
from services.triage.domain.safeguarding.referral_commands import RecordSafeguardingAnswer, ReferSafeguarding
from services.triage.domain.state import Assessed

_REFERRALS = UUID("0c6b0b55-6f6a-5a40-9d0f-1f0c7f7a4d21")
_RECIPIENTS = {"children_mash": "childrens_services", "adult_safeguarding": "adult_social_care"}
_DECIDED = {"children_mash": "child_in_need", "adult_safeguarding": "care_assessment"}


def protect(stage: Stage, deed: AboutReferral) -> None:
    """Whoever the rules call for is told at once, and says at once what they decide."""
    standing, _ = stage.service("triage").store.fold(stream_of(deed.referral.referral_id), DECIDER)
    if not isinstance(standing, Assessed) or not standing.case_open:
        return
    decision = standing.decision
    for route in dict.fromkeys((decision.primary.route, *(also.route for also in decision.also))):
        if route in _RECIPIENTS:
            _refer(stage, deed, route)


def _refer(stage: Stage, deed: AboutReferral, route: str) -> None:
    referral_id, key = deed.referral.referral_id, f"{deed.key}/{route}"
    one, today, by = str(uuid5(_REFERRALS, key)), deed.at.date(), stage.actors[deed.by].account_id
    about: dict[str, Any] = {"at": deed.at, "referral_id": referral_id}
    basis = RecordDisclosure(
        **about,
        disclosure_id=one,
        today=today,
        recipient=_RECIPIENTS[route],
        to=words.DUTY_DESK[route],
        lawful_basis="public_task",
        condition="safeguarding",
        consent="given",
        necessity=words.TO_PROTECT[route],
        proportionality=words.PROPORTIONALITY,
        police="unknown",
        police_why=words.POLICE_WHY,
        wishes=words.WISHES["marac"],
    )
    refer = ReferSafeguarding(
        **about, handover_id=one, route=route, how="telephone", to="", concerning_ids=(), words=words.TO_PROTECT[route],
        with_name=True, their_reference="", code="", by=by,
    )  # fmt: skip
    answer = RecordSafeguardingAnswer(
        **about, handover_id=one, answer=_DECIDED[route], decided_by=words.DUTY_DESK[route], why=words.DECIDED_WHY,
        decided_on=today, today=today,
    )  # fmt: skip
    for step, command in (("basis", basis), ("referred", refer), ("answered", answer)):
        stage.do("triage", command, deed, key=f"{key}/{step}")
