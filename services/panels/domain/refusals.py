"""What stands in the way of a panel's command, each in a plain sentence."""

from collections.abc import Iterable

from shared.kernel.refusals import FieldError, InvalidInput, Refusal


class PanelNotKnown(Refusal):
    """A message or request names a panel that has no definition."""

    says = "There is no panel of that name."


class MeetingNotConvened(Refusal):
    """The meeting asked for does not exist."""

    says = "There is no such meeting."


class DayNotScheduled(Refusal):
    """The panel's cadence has no meeting on that day."""

    says = "The panel does not regularly meet on that day. Call an extra sitting instead."


class SittingNotAhead(Refusal):
    """A sitting is called for a time that has passed."""

    says = "A sitting can only be called for a time that is still to come."


class DayNotWorked(Refusal):
    """An extra sitting is called for a weekend or a bank holiday."""

    says = "That is a weekend or a bank holiday. Only an emergency meeting can be held then."


class CaseNotBeforePanel(Refusal):
    """The case asked for is not before this panel."""

    says = "There is no such case before the panel."


class CaseNotOnThatMeeting(Refusal):
    """The case stands on another meeting's agenda."""

    says = "The case does not stand on that meeting's agenda any more. Look again where it stands now."


class CaseAlreadyHeard(Refusal):
    """The case has been heard; only a new incident brings it back."""

    says = "The case has been heard. It comes back when a new incident is referred."


class NoChoiceDue(Refusal):
    """The case is not late, or the coordinator has chosen already."""

    says = "This referral is not waiting for a choice."


class LateReferralAwaitsChoice(Refusal):
    """Nobody has yet chosen how a late referral is heard."""

    says = "The referral came after the deadline. Choose first: accept it late, call an emergency meeting, or defer it."


class ChairMustSignOff(Refusal):
    """A case would be put off a second time."""

    says = "A case cannot be put off twice unless the chair signs it off: ask the chair to defer it."


class SittingNotEarlier(Refusal):
    """An extra or emergency sitting would be later than the regular one: that is a deferral."""

    says = "That sitting is no earlier than the next regular one. Defer the case instead, with an interim safety note."


class QuorumNotMet(Refusal):
    """Too few came for the panel's decisions to count."""

    says = "The panel had no quorum, or nobody has recorded who came. Record it, or say why it decided all the same."


class ObserverGetsNoActions(Refusal):
    """An observer sees and signs, and is given nothing to do."""

    says = "That agency is no member of the panel or came as an observer, so it cannot be given an action."


class ActionNotKnown(Refusal):
    """The meeting gave no such action."""

    says = "There is no such action."


class ActionAlreadyClosed(Refusal):
    """The action was closed with another outcome."""

    says = "The action has been closed already."


class ItemNotOnAgenda(Refusal):
    """The case does not stand on this agenda."""

    says = "That case does not stand on this agenda."


class NowhereToMove(Refusal):
    """The case is first or last of its section already."""

    says = "The case cannot be moved further within its section."


class CaseNotStanding(Refusal):
    """The case does not belong to the core group."""

    says = "The case is not one of the panel's standing cases."


class TwelveMonthsNotPassed(Refusal):
    """Flags stay on an agency's files for twelve months after the last hearing."""

    says = "Flags come off twelve months after the case was last heard, and only where nothing new has happened."


class PanelGivesNoBands(Refusal):
    """A band is recorded at a panel that gives none."""

    says = "This panel gives no bands of the housing register. Record its decision instead."


class BandIsTheDecision(Refusal):
    """A panel that gives bands decides by giving one, with its days, or not."""

    says = "This panel decides about a band. Record the band: awarded, not awarded or put off."


class ReviewStaysDue(Refusal):
    """A band that is due for review needs no putting off."""

    says = "The band is due for review and comes back to every meeting until it is decided. Nothing need be put off."


class LeftCohort(Refusal):
    """Somebody has left the cohort; a new entry is a new sheet."""

    says = "They have left the cohort. Enter them again if they come back."


def require(fields: Iterable[tuple[str, object, str]]) -> None:
    """Refuse what lacks something: (name, value, what to do). Every lack is named; what was sent is not."""
    errors = [
        FieldError(f"/{name}", "missing", says)
        for name, value, says in fields
        if value is None or (isinstance(value, str) and not value.strip())
    ]
    if errors:
        raise InvalidInput(errors)
