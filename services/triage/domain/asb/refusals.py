"""What stands in the way of work on a case of anti-social behaviour, named after the fact that does."""

from shared.kernel.refusals import Refusal


class DomesticAbuseApart(Refusal):
    """Domestic abuse or other violence against women and girls was seen, so this is kept apart."""

    says = "Domestic abuse was seen in this case. It is kept apart: nothing of this is done on it."


class LawDoesNotAllow(Refusal):
    """One or more conditions of the law are not met; each is said with what would satisfy it."""


class NoLawThatDay(Refusal):
    """No law kept here was in force on the day, or it had no such tool."""

    says = "The law kept here had no such power on that day. Check the day, or ask for the dated file of the law."


class SubjectNotKnown(Refusal):
    """The case has no such subject of enforcement."""

    says = "Say first whom or what it is addressed to."


class PersonNotInReferral(Refusal):
    """Words and subjects belong to people of the referral, under whose own keys they are sealed."""

    says = "This person is not in the referral. Add them to the referral first, or choose one of those listed."


class IncidentNotInOrder(Refusal):
    """The times of an incident contradict each other."""

    says = "It was received before it happened, or in the future. Correct the times."


class IncidentKnown(Refusal):
    """The incident this one is said to be the same as is not on the case."""

    says = "The incident it is the same as is not on this case. Choose one of those listed."


class StepNotInForce(Refusal):
    """There is no such step, or what came of it stands already."""

    says = "There is no such step in force: what came of it was recorded before."


class NotOfThisStep(Refusal):
    """A penalty is paid or withdrawn; of anything else it is said whether they complied."""


class NotPaidInFull(Refusal):
    """What was paid is less than what was owed on the day."""


class SubjectIsSomebodyElse(Refusal):
    """What was served on one cannot become what was served on another."""

    says = (
        "Something was served on them already, so this entry stays who or what it is. Only what is known of their age "
        "may change; name somebody else as an entry of their own."
    )


class AgeNotShown(Refusal):
    """An age counts with the day on which it was known, and with how."""

    says = "An age counts with how it is known, and on a day that has come. Give both, or leave the age empty."


class PromiseKeptBefore(Refusal):
    """What was promised was done already."""

    says = "This was recorded before. Nothing was changed."


class AcknowledgeFirst(Refusal):
    """Clocks run in order."""

    says = "Record first that the report was acknowledged."


class ClocksAlreadyPaused(Refusal):
    """The clocks stand still already."""

    says = "The clocks of this case are paused already."


class ClocksRunning(Refusal):
    """The clocks are not paused."""

    says = "The clocks of this case are running."


class MediationNotRuledSafe(Refusal):
    """While harm is not ruled out nobody is brought together with whoever may do it."""

    says = (
        "Mediation cannot be offered while domestic abuse, violence, a hate motive or a child at risk is not ruled "
        "out. Answer these first."
    )


class MediationRunning(Refusal):
    """One mediation at a time."""

    says = "A mediation of this case is under way already. Record how it ended first."


class NoMediationRunning(Refusal):
    """There is no mediation to go on with."""

    says = "No mediation of this case is under way: it was never offered, or has ended."


class SideAnsweredAlready(Refusal):
    """This side's answer stands."""

    says = "The answer of this side was recorded before. To offer it again, end this mediation first."


class BothMustAgree(Refusal):
    """A mediator is booked only when both sides have accepted."""

    says = "Both sides must have accepted before a mediator is booked. Record their answers first."


class NotBooked(Refusal):
    """Nothing was committed, so nothing can have been spent."""

    says = "No mediator was booked, so nothing can have been spent. Give no cost, or book the mediator first."


class ReviewRunning(Refusal):
    """One application at a time."""

    says = "An application for a review of this case is open already."


class NoReviewAsked(Refusal):
    """There is no open application at this stage."""

    says = "There is no application for a review that this step belongs to, or it was taken before."


class ThresholdMet(Refusal):
    """By numbers alone the threshold is met, so nobody may say that it is not."""

    says = "Enough complaints counted on the day it was asked for: the threshold is met. Decide that a review is held."


class ReviewOutOfOrder(Refusal):
    """A step of a review comes before the one it stands on."""

    says = "Take the steps in order: acknowledge, decide, meet."


class GroundDoesNotFit(Refusal):
    """Why a review is held or not has to be a reason for that."""

    says = (
        "That is no reason for this decision. A review is held where enough complaints counted, or for the harm, "
        "the effect or how long it has gone on; it is not where fewer counted and nothing else asks for it."
    )


class ConsentNeeded(Refusal):
    """A third party applies with the victim's consent."""

    says = "Whoever applies for somebody else needs that person’s consent. Record it, or speak to the person."


class ContactTookPart(Refusal):
    """The contact for a review had no direct part in the case."""

    says = "You worked on this case, so somebody who did not must be the contact for its review."


class NobodyMediated(Refusal):
    """What mediation came to can only be said where there was one."""

    says = (
        "Nobody has mediated: both sides accept first, and a mediator is booked. Until then it can only be broken off, "
        "declined or stopped."
    )


class NothingSaid(Refusal):
    """No question was answered."""

    says = "Record at least one answer."
