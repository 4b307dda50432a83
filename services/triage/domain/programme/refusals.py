"""What stands in the way in a programme, named after the fact that does."""

from shared.kernel.refusals import Refusal


class AgeNotKnown(Refusal):
    """A child would be treated as an adult."""

    says = "Record first how old whoever does the harm is, among the answers. Under 18 they are a child first."


class ChildrensServicesFirst(Refusal):
    """Whoever is under 18 is a child first."""

    says = "They are under 18: refer to children's services first. The programme comes after that."


class NotForThatAge(Refusal):
    """The programme takes no one of that age."""

    says = "This programme does not take somebody of that age. Choose one that does."


class HomeIsNoReward(Refusal):
    """No tenancy goes to whoever does the harm."""

    says = "No tenancy goes to whoever does the harm, and none is a lever against a child. Choose another lever."


class NotWhoeverHarms(Refusal):
    """Only somebody named as doing the harm, and not as harmed."""

    says = "Only somebody who is named as doing the harm, and is not harmed too, is referred to a programme."


class AlreadyInProgramme(Refusal):
    """The referral stands already."""

    says = "They are referred to a programme already."


class NotInProgramme(Refusal):
    """There is nobody in the programme, or not any longer, or not yet."""

    says = "They are not in the programme now. Take them in first, or look whether it has ended."


class SessionAhead(Refusal):
    """Nobody has come to a session that is still to be."""

    says = "The session is still to come. Record it on its day."


class NotDomesticAbuse(Refusal):
    """Nobody would be told of a signal: no adviser was asked for."""

    says = "Programmes are for domestic abuse, where an adviser hears at once of danger. Here none was asked for."
