"""Opening one record in an emergency: with a reason, for an hour, and judged by a second person within two days."""

from collections.abc import Sequence
from datetime import timedelta

from services.triage.domain.desk.commands import NoteMissedReview, OpenInEmergency, ReviewEmergencyView
from services.triage.domain.desk.events import EmergencyReviewMissed, EmergencyViewOpened, EmergencyViewReviewed
from services.triage.domain.refusals import AlreadyReviewed, OwnEmergencyView
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import NotFound

OPEN_FOR = timedelta(minutes=60)


class NotOpened(State, frozen=True, kw_only=True):
    """Nobody has opened anything."""


class Opened(State, frozen=True, kw_only=True):
    """Opened, and not judged yet; `missed` once the time for that was over."""

    opened: EmergencyViewOpened
    missed: bool = False


class Reviewed(State, frozen=True, kw_only=True):
    """Judged."""


EmergencyView = NotOpened | Opened | Reviewed


def evolve(state: EmergencyView, fact: Fact) -> EmergencyView:
    """Opened once, judged once."""
    match fact:
        case EmergencyViewOpened():
            return Opened(opened=fact)
        case EmergencyReviewMissed() if isinstance(state, Opened):
            return Opened(opened=state.opened, missed=True)
        case EmergencyViewReviewed():
            return Reviewed()
    return state


def open_in_emergency(command: OpenInEmergency, state: EmergencyView) -> Sequence[Fact]:
    """The same form sent twice opens once."""
    if not isinstance(state, NotOpened):
        return ()
    return (
        EmergencyViewOpened(
            view_id=command.view_id,
            referral_id=command.referral_id,
            reference=command.reference,
            account_id=command.account_id,
            code=command.code,
            text=private(command.subject_id, Narrative, command.text),
            ends_at=command.at + OPEN_FOR,
            review_due_at=command.review_due_at,
        ),
    )


def review_emergency_view(command: ReviewEmergencyView, state: EmergencyView) -> Sequence[Fact]:
    """Late is better than never, and never by whoever looked."""
    if isinstance(state, NotOpened):
        raise NotFound
    if isinstance(state, Reviewed):
        raise AlreadyReviewed
    opened = state.opened
    if opened.account_id == command.reviewed_by:
        raise OwnEmergencyView
    return (
        EmergencyViewReviewed(
            view_id=opened.view_id,
            referral_id=opened.referral_id,
            reference=opened.reference,
            reviewed_by=command.reviewed_by,
            verdict=command.verdict,
        ),
    )


def note_missed_review(command: NoteMissedReview, state: EmergencyView) -> Sequence[Fact]:
    """Nothing to note where it was judged in time."""
    if not isinstance(state, Opened) or state.missed:
        return ()
    opened = state.opened
    return (
        EmergencyReviewMissed(
            view_id=opened.view_id,
            referral_id=opened.referral_id,
            reference=opened.reference,
            due_at=opened.review_due_at,
        ),
    )


DECIDER: Decider[EmergencyView] = Decider(NotOpened(), evolve)
