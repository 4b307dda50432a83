"""Premises where sex may be sold: the claim is assessed, the people in there come first, and no landlord is warned."""

from collections.abc import Sequence

from services.triage.domain.safeguarding.commands import AssessPremisesClaim, NotePremisesParty, TakePremisesStep
from services.triage.domain.safeguarding.events import (
    NOTHING_SEEN,
    PremisesClaimAssessed,
    PremisesPartyNoted,
    PremisesStepTaken,
)
from services.triage.domain.safeguarding.file import SafeguardingFile
from services.triage.domain.safeguarding.practice import Premises
from services.triage.domain.safeguarding.refusals import (
    ClaimNotAssessed,
    ExploitedPeopleFirst,
    LandlordMayBeInvolved,
    NotPremises,
)
from services.triage.domain.state import Assessed
from shared.kernel.messages import Fact
from shared.kernel.personal import Identity, Narrative, private
from shared.kernel.refusals import FieldError, InvalidInput

CATEGORIES = ("suspected_brothel", "prostitution_related")
LONGEST = 2_000
# What protects may always be done; the rest waits until the people in there were thought of.
_PROTECTS = ("police_told", "support_visit")
_OWNERS = ("landlord", "agent")
_NOT_SEEN = "not_seen"


def assess_premises_claim(command: AssessPremisesClaim, file: SafeguardingFile, practice: Premises) -> Sequence[Fact]:
    """Whether it holds, who says so, and who is thought of there; assessed again, the last counts."""
    standing = _about_premises(file)
    if command.source not in practice.sources:
        raise InvalidInput([FieldError("/source", "missing", "Choose who says so.")])
    if not command.words.strip() or len(command.words) > LONGEST:
        raise InvalidInput([FieldError("/words", "missing", f"Say why, in at most {LONGEST} characters.")])
    return (
        PremisesClaimAssessed(
            referral_id=standing.referral.referral_id,
            reference=standing.referral.reference,
            claim=command.claim,
            source=command.source,
            people=command.people,
            words=private(standing.subject(), Narrative, command.words.strip()),
        ),
    )


def note_premises_party(command: NotePremisesParty, file: SafeguardingFile) -> Sequence[Fact]:
    """Who has to do with it, and whether they may be part of it."""
    standing, name = _about_premises(file), command.name.strip()
    if command.party_id in file.parties:
        return ()
    return (
        PremisesPartyNoted(
            referral_id=standing.referral.referral_id,
            reference=standing.referral.reference,
            party_id=command.party_id,
            party=command.party,
            involved=command.involved,
            name=private(standing.subject(), Identity, name) if name else None,
        ),
    )


def take_premises_step(command: TakePremisesStep, file: SafeguardingFile) -> Sequence[Fact]:
    """Exploited people first: whatever warns somebody waits until they were thought of."""
    standing = _about_premises(file)
    if command.taken_on > command.today:
        raise InvalidInput([FieldError("/taken_on", "in_future", "Give a day that has come.")])
    if command.step not in _PROTECTS:
        _refuse_what_warns(command.step, file)
    return (
        PremisesStepTaken(
            referral_id=standing.referral.referral_id,
            reference=standing.referral.reference,
            step=command.step,
            taken_on=command.taken_on,
        ),
    )


def _refuse_what_warns(step: str, file: SafeguardingFile) -> None:
    if file.people_there is None:
        raise ClaimNotAssessed
    if file.people_there != NOTHING_SEEN and not file.considered:
        raise ExploitedPeopleFirst
    owners = [involved for party, involved in file.parties.values() if party in _OWNERS]
    if step == "landlord_told" and (not owners or any(each != _NOT_SEEN for each in owners)):
        raise LandlordMayBeInvolved


def _about_premises(file: SafeguardingFile) -> Assessed:
    standing = file.open
    if standing.referral.category not in CATEGORIES:
        raise NotPremises
    return standing
