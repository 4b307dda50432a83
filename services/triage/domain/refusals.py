"""What stands in the way of a triage command, named after the fact that does."""

from shared.kernel.refusals import Refusal


class NotYetTriaged(Refusal):
    """The referral has not reached triage."""

    says = "This referral has not been triaged yet. Try again in a moment."


class AlreadyConfirmed(Refusal):
    """Somebody has confirmed or overridden this decision already."""

    says = "This decision has already been confirmed. Add answers to have it triaged again."


class StillAsking(Refusal):
    """The decision waits for answers, so it cannot be confirmed."""

    says = "This decision still waits for answers. Ask what is missing, or override it with a reason."


class ReferralAlreadyClosed(Refusal):
    """The referral has been signposted, or its case closed."""

    says = "This referral is closed. A new incident is a new referral."


class DomesticAbuseStaysOpen(Refusal):
    """Domestic abuse is never closed as anti-social behaviour, sent to a landlord or put to mediation."""

    says = "Domestic abuse is never sent to a landlord, to mediation or to advice. Choose a route that protects."


class SafeguardingStands(Refusal):
    """An override may add to what protects a person; it may not take it away."""

    says = "This route would drop a danger or safeguarding route. Add the missing answers, or speak to your manager."


class HarmNotRuledOut(Refusal):
    """A route that ends a matter is never final while harm is not ruled out, whoever chooses it."""

    says = (
        "This route would end the matter while domestic abuse, violence, a hate motive or a child at risk is not "
        "ruled out. Answer these first, or choose a route that keeps it open."
    )


class StaysWithUs(Refusal):
    """What is urgent, or before a panel, is not left to the caller."""

    says = "It is urgent or before a panel, so it stays with us. Choose a route that opens a case."


class NoCaseOpen(Refusal):
    """There is no open case to act on."""

    says = "There is no open case for this referral."


class NotAVictim(Refusal):
    """Support was offered to somebody who is no victim in this referral."""

    says = "This person is not named as a victim here. Choose one who is."


class SupportNotOffered(Refusal):
    """No case of domestic abuse closes without a recorded offer of support."""

    says = "Record the offer of support first. No case of domestic abuse closes without one."


class ReceiptAwaited(Refusal):
    """Whoever must protect a child, an adult at risk or an exploited person has not said that they have it."""

    says = "Record first that the service which protects them has said that it has it. Nobody is let go before."


class NoSuchDraft(Refusal):
    """There is no draft of rules with this id."""

    says = "There is no such draft. The list of drafts shows those there are."


class DraftIsOver(Refusal):
    """The draft was published or withdrawn."""

    says = "This draft was published or withdrawn, so it can no longer be changed. Begin a new one."


class DraftMovedOn(Refusal):
    """Somebody has changed the draft since it was looked at."""

    says = "Somebody has changed this draft since you looked at it. Load the page again and look at the change first."


class RulesMovedOn(Refusal):
    """Another set was published since the draft was begun."""

    says = "Another rule set was published since this draft was begun. Begin a new draft, and make the changes there."


class NotProven(Refusal):
    """The draft as it stands was not proven sound."""

    says = "This draft has not been proven sound as it stands. Prove it, and mend what does not hold."


class NotTried(Refusal):
    """The draft as it stands was not tried on past referrals."""

    says = "This draft has not been tried on past referrals as it stands. Try it first."


class SecondPersonNeeded(Refusal):
    """Whoever wrote a rule set does not approve it."""

    says = "You wrote part of this draft, so somebody else must approve it."


class StartsTooSoon(Refusal):
    """A set may not start on a day on which people are or were judged by another."""

    says = "It must start after today, and after the first day of the newest published set. Give it a later first day."


class TakenMeanwhile(Refusal):
    """Somebody else has taken it on since the page was loaded."""

    says = "A colleague has taken this on since you looked. It is with them; look again before you take it over."


class CannotTakeIt(Refusal):
    """Whoever it was to be given to cannot act on it: away, gone, or for a reason that is nobody's business."""

    says = "This person cannot take this on just now. Choose somebody else, or put it back."


class SecondReaderAwaited(Refusal):
    """What a colleague would decide waits to be read by a second person."""

    says = "A colleague would decide otherwise, and a second person must read that first. Agree or decline there."


class NothingProposed(Refusal):
    """Nothing waits for a second reader."""

    says = "Nothing waits for a second reader here. It was agreed, declined, or the answers have changed."


class OwnProposal(Refusal):
    """Whoever proposes does not agree."""

    says = "You proposed this yourself, so another person must read it."


class AlreadyAway(Refusal):
    """An absence of that officer covers some of these days already."""

    says = "There is an absence on some of these days already. End that first, or choose other days."


class NoSuchAbsence(Refusal):
    """That officer has no such absence."""

    says = "There is no such absence any more. Load the page again."


class AlreadyReviewed(Refusal):
    """Somebody has judged it already."""

    says = "A colleague has judged this already. Load the page again."


class OwnEmergencyView(Refusal):
    """Whoever looked does not judge whether it was right."""

    says = "You opened this yourself, so another person must judge it."
