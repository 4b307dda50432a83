"""What stands in the way of a command about the directory or a hand-over."""

from shared.kernel.refusals import Refusal


class NotInDirectory(Refusal):
    """There is no such service or landlord."""

    says = "There is no such entry. The directory lists those there are."


class DueTooLate(Refusal):
    """An assurance holds for two years at most, and from today on."""

    says = "Give the day on which it is due again: after today, and within two years."


class EndsBeforeItBegins(Refusal):
    """A provider's last day is before its first."""

    says = "The last day is before the first. Give a later last day, or leave it empty."


class NobodyTakesIt(Refusal):
    """No service that is open takes what goes there on this day."""

    says = (
        "Nobody takes this today: every service for it in the directory is full, paused or closed. Choose another "
        "route, or have the directory mended."
    )


class NoDoorCheck(Refusal):
    """Nobody agreed to be asked, or it was done."""

    says = "There is nothing to ask here: nobody agreed to be asked, or it was done."
