"""Writes down in audit's own log what a verification came to, and runs those that were asked for on a page."""

from collections.abc import Callable, Sequence
from datetime import datetime

from services.audit.application.verification import Report, Verification
from services.audit.domain.commands import CompleteVerification, RecordFinding
from services.audit.domain.verification import finding_id
from shared.kernel.clock import Clock
from shared.kernel.dispatching import Dispatch
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context

# A log rewritten from end to end is one deed; its thousand differences need not be a thousand facts.
_AT_MOST = 50


class AskedFor:
    """The verifications asked for; `under_way` gives those not completed yet."""

    def __init__(
        self, verification: Verification, dispatch: Dispatch, clock: Clock, under_way: Callable[[], Sequence[str]]
    ) -> None:
        self._verification = verification
        self._dispatch = dispatch
        self._clock = clock
        self._under_way = under_way

    def step(self) -> bool:
        """Run the next one; False when there was none."""
        waiting = self._under_way()
        if not waiting:
            return False
        report = self._verification.run()
        write_down(self._dispatch, self._clock(), waiting[0], report)
        return True


def write_down(dispatch: Dispatch, at: datetime, verification_id: str, report: Report) -> None:
    """The outcome as one fact, and each new difference as one of its own."""
    outcome = report.outcome
    context = Context("audit/verification", "system", new_id())
    for found in outcome.findings[:_AT_MOST]:
        command = RecordFinding(at=at, finding_id=finding_id(found), verification_id=verification_id, finding=found)
        dispatch(command, context)
    dispatch(CompleteVerification(at=at, verification_id=verification_id, outcome=outcome), context)
