"""What stands in the way of a command about a lesson."""

from shared.kernel.refusals import Refusal


class LessonActionOver(Refusal):
    """The action came to another end."""

    says = "This action is over already. Agree a new one if more is to be done."
