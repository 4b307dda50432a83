"""What stands in the way of support in a case, named after the fact that does."""

from shared.kernel.refusals import Refusal


class NotDomesticAbuse(Refusal):
    """Nothing of this is done where domestic abuse was never seen."""

    says = "This belongs to cases of domestic abuse. In this one none was seen."


class NotProtectedHere(Refusal):
    """Support is for whoever is at risk in this referral, under whose own key it is kept."""

    says = "This person is not at risk in this referral. Choose one of those listed."


class ActionOver(Refusal):
    """There is no such action, or what became of it stands."""

    says = "There is no such action open in the plan: what became of it was recorded before."


class AreaNotListed(Refusal):
    """A borough or ward that the lists do not hold cannot be compared with anything."""

    says = "This borough or ward is not in the list. Choose one that is, or describe the place in words."


class AreaOver(Refusal):
    """There is no such area, or it was lifted."""

    says = "There is no such place on the case, or it was found safe again before."


class AskFirstWhereItIsNotSafe(Refusal):
    """Nobody has asked yet where it is not safe, and not asked is never safe."""

    says = "Nobody has asked yet where it is not safe for them. Ask first, or give a reason to place them all the same."


class PlaceNotSafe(Refusal):
    """The place lies where it is not safe for somebody in this case."""

    says = "This place lies where it is not safe for them. Choose another, or give a reason to use it all the same."


class PlaceNotCompared(Refusal):
    """Nobody knows whether the place lies where it is not safe."""

    says = (
        "It is not known whether this place lies where it is not safe for them. Ask whoever knows the place, or give "
        "a reason to use it all the same."
    )


class RefugeByCodeOnly(Refusal):
    """Not even the borough of a refuge is kept."""

    says = "Of a refuge nothing is kept but its code. Take the borough and the ward out."


class StaysElsewhere(Refusal):
    """Somebody stays in one place at a time."""

    says = "They stay in another place already. Record first that they left it."


class PlacementOver(Refusal):
    """There is no such placement, or they have left."""

    says = "There is no such place in which they stay: that they left was recorded before."


class LeftBeforeComing(Refusal):
    """Nobody leaves a place before they stay there."""

    says = "This day is before the one from which they stay there. Check the day."


class AnsweredBeforeTold(Refusal):
    """The police cannot have an order before they were told of it."""

    says = "This is before the police were told of the order. Check the day and the time."


class OrderNotTold(Refusal):
    """The police were not told of this order, or have answered."""

    says = "There is no such order that waits for the police."


class DayInFuture(Refusal):
    """What has not happened cannot be recorded."""

    says = "This day or time has not come yet. Record it when it has happened."


class SanctuaryRunning(Refusal):
    """Works for one home at a time."""

    says = "Works for this person’s home are under way. Record how far they have come."


class WorksOutOfOrder(Refusal):
    """A step of the works comes before the one it stands on, or they are over."""

    says = "The works cannot go from where they are to this. Take the steps in order."


class WorksNeedDay(Refusal):
    """Works are ordered for a day."""

    says = "Say by which day the works are to be done."


class ReciprocalRunning(Refusal):
    """One search at a time."""

    says = "A home elsewhere is being sought for them already. Record what became of that first."


class TooFewBoroughs(Refusal):
    """Fewer boroughs are named than the scheme asks for."""

    says = "Too few boroughs. Name more in which they would live."


class OwnBoroughNamed(Refusal):
    """A reciprocal move leads out of the borough."""

    says = "Our own borough is among them. A reciprocal move leads into another."


class LandlordNotAsked(Refusal):
    """Their own landlord agrees before anybody else is asked."""

    says = "Their landlord must have agreed first, since a home of theirs is given in exchange."


class BoroughNotSafe(Refusal):
    """A home is never sought where it is not safe."""

    says = "It is not safe for them in one of these boroughs. Take it out."


class NoReciprocalRunning(Refusal):
    """There is no search to go on with."""

    says = "No home elsewhere is being sought, or this one ended before."


class OfferMade(Refusal):
    """One offer is made, and no second."""

    says = "An offer was made before. There is one for each application; record what became of it."


class BoroughNotNamed(Refusal):
    """Nobody is offered a home where they would not live."""

    says = "They did not name this borough. Choose one of those they named."


class NoLawThatDay(Refusal):
    """No law or practice kept here was in force on the day."""

    says = "The law and practice kept here do not reach back to that day. Check the day."


class PanelAskedAlready(Refusal):
    """The housing needs panel has the case and has not answered."""

    says = "The housing needs panel has this case and has not answered yet. Its coordinator can say when it is heard."


class PanelAskedToday(Refusal):
    """The panel was asked and has answered on the same day."""

    says = "The housing needs panel was asked today already. Ask again tomorrow, or speak with its coordinator."


class BandNotListed(Refusal):
    """There is no such band."""

    says = "There is no such band. Choose one of those listed."
