"""What stands in the way of a hand-over."""

from shared.kernel.refusals import Refusal


class NoFootingToPassOn(Refusal):
    """Neither did the person say yes, nor is there another footing with a reason."""

    says = "Details go on only with a yes, or on another footing with why it is needed. Ask, or say which and why."


class AbuseGoesAnotherWay(Refusal):
    """Domestic abuse is never carried to anybody from here."""

    says = (
        "Domestic abuse or violence outside it is never handed over from here. Those who protect are asked in person, "
        "with a disclosure that says what the victim wishes."
    )


class ProtectedOnABasis(Refusal):
    """Those who protect children and adults at risk are told on a lawful basis that was recorded."""

    says = "They are told from the page Safeguarding of the case, once the lawful basis of telling them is recorded."


class NoAssuredMailbox(Refusal):
    """There is no mailbox of theirs that somebody has lately made sure of."""

    says = (
        "Nothing can be sent: no mailbox of theirs was made sure of in time. Ring them, or have the directory brought "
        "up to date."
    )


class NotOpenToday(Refusal):
    """They take nobody today."""

    says = "They take nobody today. Choose another destination."


class AlreadyWithThem(Refusal):
    """The same was handed over to them and waits for their receipt, or they have it."""

    says = "This was handed over to them already. The list of hand-overs shows whether they have it."


class ImportsAreNotHandedOver(Refusal):
    """What was imported sends nothing."""

    says = "This referral came with an import, and imports send nothing."


class NoSuchHandover(Refusal):
    """There is no hand-over with this id."""

    says = "There is no such hand-over."


class HandoverIsOver(Refusal):
    """It was received or seen to."""

    says = "This hand-over is over: they have it, or somebody saw to it."


class NothingToHandOver(Refusal):
    """Nobody wrote down what they are to know."""

    says = "Write down what they need to know, and no more than that."
