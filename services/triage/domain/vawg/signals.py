"""What came over the wall from a programme, and that somebody acted on it."""

from collections.abc import Sequence

from services.triage.domain.state import Assessed
from services.triage.domain.vawg.commands import AnswerSafetySignal
from services.triage.domain.vawg.events import SafetySignalAnswered
from services.triage.domain.vawg.file import AbuseFile
from services.triage.domain.vawg.refusals import NoAbuseSeen
from shared.kernel.messages import Fact


def answer_safety_signal(command: AnswerSafetySignal, file: AbuseFile) -> Sequence[Fact]:
    """Kept whatever has become of the case: danger does not end with it."""
    standing = file.standing
    if not isinstance(standing, Assessed) or not file.abuse_seen:
        raise NoAbuseSeen
    return [
        SafetySignalAnswered(
            referral_id=standing.referral.referral_id,
            reference=standing.referral.reference,
            signal_id=command.signal_id,
            came_of=command.came_of,
            answered_by=command.by,
        )
    ]
