"""What may stand in the way of a wish at audit."""

from shared.kernel.refusals import Refusal


class NothingToDrawFrom(Refusal):
    """The ledger knows no referral yet."""

    says = "There is nothing to draw a sample from yet. Wait until the ledger holds a referral."
