"""What happened, what people said in their own words, and what was done about it."""

from collections.abc import Sequence
from datetime import timedelta

from services.triage.domain.asb.commands import LogIncident, LogOperation, WriteOwnWords
from services.triage.domain.asb.events import IncidentLogged, OperationLogged, OwnWordsWritten
from services.triage.domain.asb.file import CaseFile, worked_on
from services.triage.domain.asb.refusals import IncidentKnown, IncidentNotInOrder, PersonNotInReferral
from services.triage.domain.state import Assessed
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private

_PERPETRATOR = "perpetrator"
# A clock that goes a little ahead is no lie.
_LEEWAY = timedelta(minutes=5)


def log_incident(command: LogIncident, file: CaseFile) -> Sequence[Fact]:
    """Record an incident: occurred, received and recorded are three times, and stand apart."""
    standing = worked_on(file)
    if command.occurred_at > command.received_at or command.received_at > command.at + _LEEWAY:
        raise IncidentNotInOrder
    known = {standing.referral.referral_id, *(each.incident_id for each in file.incidents)}
    if command.same_as_id is not None and command.same_as_id not in known:
        raise IncidentKnown
    teller = command.teller_id or standing.referral.account_of
    if teller not in tellers(standing):
        raise PersonNotInReferral
    return [
        IncidentLogged(
            referral_id=standing.referral.referral_id,
            reference=standing.referral.reference,
            incident_id=command.incident_id,
            occurred_at=command.occurred_at,
            received_at=command.received_at,
            teller_id=teller,
            how=command.how,
            text=private(teller, Narrative, command.text),
            evidence=command.evidence,
            diary=command.how == "diary",
            seen_by_officer=command.seen_by_officer,
            same_as_id=command.same_as_id,
        )
    ]


def write_own_words(command: WriteOwnWords, file: CaseFile) -> Sequence[Fact]:
    """Keep what somebody said under their own key, apart from what anybody else said."""
    standing = worked_on(file)
    if command.person_id not in tellers(standing):
        raise PersonNotInReferral
    if command.said_at > command.at + _LEEWAY:
        raise IncidentNotInOrder("It was said in the future. Correct the time.")
    return [
        OwnWordsWritten(
            referral_id=standing.referral.referral_id,
            reference=standing.referral.reference,
            words_id=command.words_id,
            person_id=command.person_id,
            said_at=command.said_at,
            text=private(command.person_id, Narrative, command.text),
        )
    ]


def log_operation(command: LogOperation, file: CaseFile) -> Sequence[Fact]:
    """Record what was done, by whom and when."""
    referral = worked_on(file).referral
    if command.done_at > command.at + _LEEWAY:
        raise IncidentNotInOrder("It was done in the future. Record it when it is done.")
    done = command.model_dump(include={"operation_id", "what", "done_at", "partner", "result"})
    return [OperationLogged(referral_id=referral.referral_id, reference=referral.reference, done_by=command.by, **done)]


def tellers(standing: Assessed) -> set[str]:
    """Whose words a case may hold: everybody in the referral but whoever does the harm and nothing else."""
    people = standing.referral.people
    return {standing.referral.account_of} | {each.person_id for each in people if set(each.roles) != {_PERPETRATOR}}
