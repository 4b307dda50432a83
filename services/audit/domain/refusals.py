"""What may stand in the way of a wish at audit."""

from shared.kernel.refusals import Refusal


class NothingToDrawFrom(Refusal):
    """The ledger knows no referral yet."""

    says = "There is nothing to draw a sample from yet. Wait until the ledger holds a referral."


class WeekNotOver(Refusal):
    """Looks may still come."""

    says = "This week is not over. Go through it when it is."


class LookedThemselves(Refusal):
    """Whoever looked does not say that the looks were right."""

    says = "You looked at one of these records in this week, so somebody else has to go through it."
