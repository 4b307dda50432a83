"""The case review that a resident may ask for: how many complaints count on a day, and its steps with their clocks."""

from collections.abc import Sequence
from datetime import date

import msgspec

from services.triage.domain.asb.commands import AcknowledgeReview, AskForReview, DecideReview, HoldReview
from services.triage.domain.asb.days import day_of, months_after
from services.triage.domain.asb.events import ReviewAcknowledged, ReviewAsked, ReviewDecided, ReviewHeld
from services.triage.domain.asb.file import CaseFile, Incident, Review, known
from services.triage.domain.asb.law import InForce, Practice, Threshold
from services.triage.domain.asb.refusals import (
    ConsentNeeded,
    ContactTookPart,
    GroundDoesNotFit,
    NoLawThatDay,
    NoReviewAsked,
    ReviewOutOfOrder,
    ReviewRunning,
    ThresholdMet,
)
from shared.kernel.messages import Fact
from shared.kernel.working_days import WorkingDays

_FOR_ANOTHER = "somebody_else"
_BELOW, _BY_NUMBERS = "below_threshold", "threshold"


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """How near a case is to the threshold: what counts, how many are needed, and until when they count together."""

    qualifying: tuple[Incident, ...]
    needed: int
    until: date | None

    @property
    def met(self) -> bool:
        """Whether a resident may apply and meets the threshold by numbers alone."""
        return len(self.qualifying) >= self.needed


def watch(file: CaseFile, practice: InForce[Practice], day: date) -> Watch | None:
    """What counts towards the threshold on a day, by the definition of that day; None before there was one."""
    agreed = practice.on(day)
    if agreed is None:
        return None
    counted = [each for each in file.complaints() if _counts(each, agreed.review, day)]
    newest = sorted((day_of(each.received_at) for each in counted), reverse=True)[: agreed.review.complaints]
    enough = len(newest) >= agreed.review.complaints
    until = months_after(newest[-1], agreed.review.within_months) if enough else None
    return Watch(qualifying=tuple(counted), needed=agreed.review.complaints, until=until)


def ask_for_review(
    command: AskForReview, file: CaseFile, practice: InForce[Practice], calendar: WorkingDays
) -> Sequence[Fact]:
    """Record an application, met or not: whether it is held a person decides. A closed case may be reviewed too."""
    referral = known(file).referral
    if command.asked_on > day_of(command.at):
        raise ReviewOutOfOrder("They cannot have asked on a day to come. Give the day on which they did.")
    seen = watch(file, practice, command.asked_on)
    agreed = practice.on(command.asked_on)
    if seen is None or agreed is None:
        raise NoLawThatDay
    if _open(file) is not None:
        raise ReviewRunning
    if command.asked_for == _FOR_ANOTHER and not command.consent:
        raise ConsentNeeded
    days, calendar = agreed.review, agreed.worked(calendar)
    return [
        ReviewAsked(
            referral_id=referral.referral_id,
            reference=referral.reference,
            review_id=command.review_id,
            asked_on=command.asked_on,
            asked_for=command.asked_for,
            consent=command.consent,
            practice_version=agreed.version,
            qualifying=len(seen.qualifying) + command.elsewhere,
            needed=seen.needed,
            acknowledge_by=calendar.after(command.asked_on, days.acknowledge),
            decide_by=calendar.after(command.asked_on, days.decide),
            meet_by=calendar.after(command.asked_on, days.meet),
            others=command.others,
        )
    ]


def acknowledge_review(command: AcknowledgeReview, file: CaseFile) -> Sequence[Fact]:
    """Become the contact for it, who must have had no part in the case: neither in its work, nor in its decision."""
    review, ids = _asked(file), _ids(file)
    if review.contact_by is not None:
        raise NoReviewAsked
    if command.by in file.worked | command.took_part:
        raise ContactTookPart
    return [ReviewAcknowledged(review_id=review.review_id, contact_by=command.by, **ids)]


def decide_review(command: DecideReview, file: CaseFile) -> Sequence[Fact]:
    """Whether the threshold is met. Where the numbers meet it nobody may say that it is not."""
    review, ids = _asked(file), _ids(file)
    if review.contact_by is None:
        raise ReviewOutOfOrder("Acknowledge the application first, by somebody who had no part in the case.")
    if review.met is not None:
        raise NoReviewAsked
    enough = review.qualifying >= review.needed
    if not command.met and enough:
        raise ThresholdMet
    if (command.ground == _BELOW) == command.met or (command.ground == _BY_NUMBERS and not enough):
        raise GroundDoesNotFit
    return [
        ReviewDecided(
            review_id=review.review_id,
            met=command.met,
            ground=command.ground,
            decided_by=command.by,
            decided_on=day_of(command.at),
            **ids,
        )
    ]


def hold_review(command: HoldReview, file: CaseFile) -> Sequence[Fact]:
    """Record that the agencies met, after it was decided that they would."""
    review, ids = _asked(file), _ids(file)
    if not review.met or review.decided_on is None:
        raise ReviewOutOfOrder("Decide first that the threshold is met.")
    if not review.decided_on <= command.held_on <= day_of(command.at):
        raise ReviewOutOfOrder("It was held before it was decided, or in the future. Correct the day.")
    held = ReviewHeld(
        review_id=review.review_id, held_on=command.held_on, recommendations=command.recommendations, **ids
    )
    return [held]


def review_due(file: CaseFile) -> tuple[str, date] | None:
    """What is due next on an open application, and by when."""
    review = _open(file)
    if review is None:
        return None
    if review.contact_by is None:
        return "acknowledge_review", review.acknowledge_by
    return ("decide_review", review.decide_by) if review.met is None else ("hold_review", review.meet_by)


def _counts(incident: Incident, threshold: Threshold, day: date) -> bool:
    occurred, received = day_of(incident.occurred_at), day_of(incident.received_at)
    in_time = received <= months_after(occurred, threshold.told_within_months)
    return in_time and received <= day <= months_after(received, threshold.within_months)


def _open(file: CaseFile) -> Review | None:
    last = file.reviews[-1] if file.reviews else None
    return last if last is not None and last.open else None


def _asked(file: CaseFile) -> Review:
    known(file)
    found = _open(file)
    if found is None:
        raise NoReviewAsked
    return found


def _ids(file: CaseFile) -> dict[str, str]:
    referral = known(file).referral
    return {"referral_id": referral.referral_id, "reference": referral.reference}
