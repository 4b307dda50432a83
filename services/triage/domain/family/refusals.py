"""What stands in the way of a command about families, named after the fact that does."""

from shared.kernel.refusals import Refusal


class PersonNotInReferral(Refusal):
    """Only people of the case may be put into a household from it."""

    says = "This person does not stand in this case. Add people of this case, and others from their own."


class StillAMember(Refusal):
    """Two open stays of one person in one household would contradict each other."""

    says = "They are in this household already. Say first when they left, or take back what was said by mistake."


class NotAMember(Refusal):
    """Nothing is known of that person in this household."""

    says = "They are not in this household, or what was said of them was taken back. Load the page again."


class ChildrenHaveNoTrio(Refusal):
    """What weighs on a child is for children's services, and no mark on a child."""

    says = "These three are recorded of adults. What a child needs is for children’s services: tell them."


class PointerIsOver(Refusal):
    """It was ended, or there never was one."""

    says = "This was ended before. Load the page again."
