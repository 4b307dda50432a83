"""Why a notice cannot be dealt with as asked."""

from shared.kernel.refusals import Refusal


class NoSuchNotice(Refusal):
    says = "There is no such notice."


class NoticeNotWaiting(Refusal):
    """Sent, being sent, or refused already: whoever asked must not hand anything over."""

    says = "This notice is not waiting to be sent."


class NoticeNotBeingSent(Refusal):
    says = "This attempt at sending is not under way."


class NoticeNotStuck(Refusal):
    says = "This notice needs nobody: it was sent, is about to be sent, or has been followed up."


class UnknownWay(Refusal):
    says = "Choose how the person was told from the list."
