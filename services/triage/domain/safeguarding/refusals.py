"""What stands in the way of safeguarding work."""

from shared.kernel.refusals import Refusal


class NoBasisRecorded(Refusal):
    """Nobody wrote down on what lawful basis they may be told."""

    says = (
        "Record the lawful basis of telling them first: the page Telling others asks for it. Somebody in danger now is "
        "helped at once by ringing 999."
    )


class ReferralUnderWay(Refusal):
    """A referral of the same kind waits for them to say that they have it."""

    says = "They were referred already, and it waits for them to say that they have it. Chase that one."


class NotYetReferred(Refusal):
    """There is no such referral."""

    says = "There is no such referral to them."


class ChildrensServicesFirst(Refusal):
    """A child is referred to children's services before anything goes to the Home Office."""

    says = "A child is referred to children’s services first. Make that referral, then come back."


class AgeSaysOtherwise(Refusal):
    """The answers of the referral give another age."""

    says = "The referral says another age. Correct the age among the answers first, or choose the one that fits it."


class ConsentNotAsked(Refusal):
    """An adult is referred only where they agreed, having been asked in a language they speak."""

    says = (
        "An adult is referred only with their agreement, asked with a professional interpreter or in a language they "
        "speak; never through family or whoever came with them."
    )


class NotConsidered(Refusal):
    """Nobody has considered what is to be done."""

    says = "Write down first what was seen, their age, and whether an adult agrees."


class NotThisWay(Refusal):
    """What was considered leads elsewhere."""

    says = "What was considered leads another way: without an adult’s agreement only a notice without their details."


class SentAlready(Refusal):
    """It went already."""

    says = "This was sent already. What is learnt since is considered anew."


class NotSent(Refusal):
    """Nothing was sent that could be decided."""

    says = "Nothing was sent to the Home Office yet that could have been decided."


class NobodyWasNotified(Refusal):
    """The law asks for a referral or a notice, and neither went."""

    says = "Refer to the national referral mechanism, or make the notice without their details, first: the law asks it."


class NotPremises(Refusal):
    """The case is about no premises in which sex is sold."""

    says = "This case is about no premises where sex may be sold. Change what it is about among the answers first."


class ClaimNotAssessed(Refusal):
    """Nobody has assessed whether the claim holds."""

    says = "Assess the claim first: who says it, and whether it holds."


class ExploitedPeopleFirst(Refusal):
    """Whether somebody there is exploited was not considered."""

    says = (
        "Think of the people in there first: where somebody may be exploited or it is not known, consider the national "
        "referral mechanism for them before anybody else is told or visits."
    )


class LandlordMayBeInvolved(Refusal):
    """The landlord or agent may be part of it."""

    says = "A landlord or agent who may be part of it is not told. Ask the police first."
