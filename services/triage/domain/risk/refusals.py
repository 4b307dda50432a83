"""What stands in the way of assessing risk or telling others, named after the fact that does."""

from shared.kernel.refusals import Refusal


class NotTrained(Refusal):
    """Nobody completes a tool without the training it asks for."""

    says = "You are not on the register of training for this tool. Ask your manager to enter your training first."


class TrainingExpired(Refusal):
    """The training holds no longer."""

    says = "Your training for this tool has expired. Renew it, or let a colleague whose training is valid complete it."


class ToolNotForThisCase(Refusal):
    """Domestic abuse and anti-social behaviour have tools of their own, and these are not mixed."""

    says = "This tool is not for this kind of case. Domestic abuse and anti-social behaviour have tools of their own."


class TooYoungForTool(Refusal):
    """The tool is for older people; a child is a child first."""

    says = "This tool is not for somebody of that age. A child is referred to children's services today."


class NotBeforePanel(Refusal):
    """The case was not marked for this panel."""

    says = "This case does not meet the criteria of this panel. Add what is known, or complete a risk assessment first."


class ThresholdNotConsidered(Refusal):
    """Nobody has written down that a statutory threshold was considered and is not met."""

    says = "Write down first which statutory threshold was considered, by whom, and that it is not met."


class ThresholdMet(Refusal):
    """A statutory threshold is met, so the case belongs to that service and not to this panel."""

    says = "A statutory threshold is met, so this case belongs to that service and not to Community MARAC."
