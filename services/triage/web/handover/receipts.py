"""When those who protect a child or an adult say that they have it, the case no longer waits for that in silence."""

from services.triage.domain.desk.commands import RecordReceipt
from services.triage.domain.handover.making import PROTECTING
from services.triage.web.desk import Desk
from shared.kernel.messages import Context
from shared.kernel.refusals import Refusal


def receipt_on_case(desk: Desk, referral_id: str, route: str | None) -> RecordReceipt | None:
    """The command by which the case hears of it; None for every other hand-over, for which no case waits."""
    return RecordReceipt(at=desk.clock(), referral_id=referral_id) if route in PROTECTING else None


def tell_case(desk: Desk, referral_id: str, route: str | None, context: Context) -> None:
    """A case that is closed waits for nothing any more."""
    command = receipt_on_case(desk, referral_id, route)
    if command is not None:
        try:
            desk.dispatch(command, context)
        except Refusal:
            return
