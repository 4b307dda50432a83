"""What stands in the way of work on a case of abuse, named after the fact that does."""

from shared.kernel.refusals import Refusal


class NoAbuseSeen(Refusal):
    """Neither domestic abuse nor other violence against women and girls was seen in the case."""

    says = "No abuse was seen in this case, so nothing of this is done on it."


class StrandDoesNotApply(Refusal):
    """The case has no such strand, or its handling no such step."""

    says = "This case has no such step. Name the strand first, or choose a step that is listed."


class StrandNamedAlready(Refusal):
    """The strand stands in the referral."""

    says = "This strand is named already."


class DutyCannotBeLeft(Refusal):
    """A duty is done, or does not apply; nobody's wish and no delay ends it."""

    says = "This is a duty: it is done, or it does not apply. Until then it stays open."


class DutyApplies(Refusal):
    """The age that is known makes the duty apply."""

    says = "The victim is known to be that young, so the duty applies. If the age is wrong, correct the answer first."


class DutyStillOpen(Refusal):
    """A case is not closed while a duty of its strands is open."""


class NotYetHappened(Refusal):
    """What is recorded as done lies in the future."""

    says = "It was done in the future. Record it when it is done."


class TransferRunning(Refusal):
    """One transfer at a time."""

    says = "A transfer is under way. Take it to its end first."


class NoTransferRunning(Refusal):
    """There is no transfer to go on with."""

    says = "No transfer is under way in this case."


class PackNotSent(Refusal):
    """Nobody can have what was not sent."""

    says = "Record first that the pack was sent or received, and what it holds."


class PackIncomplete(Refusal):
    """Something of the pack is missing."""

    says = "Something of the pack is missing. Ask for it, and record the pack again when it is whole."


class TransferUnderWay(Refusal):
    """The other area does not have the case yet."""

    says = (
        "Not closed yet: a transfer is under way. The case stays open until the other area has acknowledged the pack "
        "and adviser has spoken to adviser."
    )


class HearingNotKnown(Refusal):
    """The case has no such hearing that is still to come."""

    says = "This case has no such hearing that is still open. Reload the page."


class HearingNotInOrder(Refusal):
    """The days of a hearing contradict each other."""

    says = "The hearing would be before what it is about, or before the day it is recorded as held. Correct the days."
