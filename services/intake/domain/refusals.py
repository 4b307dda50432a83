"""What may stand in the way of a wish at intake."""

from shared.kernel.refusals import Refusal


class ReferenceTaken(Refusal):
    """The reference already belongs to another referral; ask again with a new one."""

    says = "This reference already belongs to another referral. Try again and a new one is chosen."


class PersonNotInvolved(Refusal):
    """The person has no part in this referral."""

    says = "This person has no part in the referral. Choose one of the people it names."


class CodeTaken(Refusal):
    """The code was given to another place."""

    says = "This code was given to a place before. Choose another, such as the next number."


class OpposedInOneReferral(Refusal):
    """One of the two does harm in a referral in which the other suffers it."""

    says = "In one referral one of these does harm and the other suffers it, so they cannot be one person."


class OpposedElsewhere(Refusal):
    """One of the two does harm in one referral, the other suffers it in another, and nobody has checked."""

    says = "One of these does harm in one referral and the other suffers it elsewhere. Check, and say that you have."


class ToldApartBefore(Refusal):
    """It would make one person of two whom somebody told apart."""

    says = "This would make one person of two whom somebody told apart. Look at those two first."


class NotMerged(Refusal):
    """The two are not merged."""

    says = "These are not merged, so there is nothing to take apart."


class MergedNow(Refusal):
    """The two are merged or linked now."""

    says = "These are merged or linked now. Undo that first, if it was a mistake."


class NotLinked(Refusal):
    """The two are not linked."""

    says = "These are not linked, so there is nothing to take apart."


class MergedTheOtherWay(Refusal):
    """The other referral is read in this one."""

    says = "The other referral is already read in this one. Undo that first, if it was a mistake."


class OneReferral(Refusal):
    """Both references are of one referral."""

    says = "This is the same referral. Give the reference of the other one."


class HoldStands(Refusal):
    """The person's details must be kept for now."""

    says = "These details are under a hold and must be kept. Lift the hold first, or wait until it ends."


class AlreadyForgotten(Refusal):
    """The person has been forgotten, or is about to be."""

    says = "This person's details are already gone, or about to go."


class NotAskedFor(Refusal):
    """Nobody with authority has asked to forget this person."""

    says = "Nobody with authority has asked to forget this person. Ask for it first."


class MessageNotSetAside(Refusal):
    """The message is not waiting for anybody: it is a referral, or belongs to one, or was dealt with."""

    says = "This message is not waiting any more. Open it again to see what became of it."


class FileNotTaken(Refusal):
    """A file cannot be taken as evidence; `why` is one of the codes below, `says` what to do."""

    def __init__(self, why: str, says: str) -> None:
        self.why = why
        super().__init__(says)


class EvidenceFull(FileNotTaken):
    """There is as much evidence with a referral as it can hold."""

    def __init__(self) -> None:
        super().__init__(
            "referral_full",
            "This referral holds as many files as it can. Call us, and we find another way to take what you have.",
        )


class NoSuchEvidence(Refusal):
    """There is no such piece of evidence with the referral, or it was taken back."""

    says = "There is no such file with this referral, or it was taken back."


class NoDiaryWithAbuse(Refusal):
    """A diary that is found may cost a life."""

    says = "With any sign of domestic abuse or violence no diary is given: it may be found. Ask the IDVA team first."


class WayNotSafe(Refusal):
    """The way a diary would be given by is not known to be safe."""

    says = "This way is not known to be safe. Choose another, or give it while you speak to them."


class DiaryNotOpen(Refusal):
    """There is no diary to write in: none was given, or it has ended."""

    says = "This diary is not open any more. Call us if there is more to say."


class DiaryFull(Refusal):
    """There are as many entries as a diary can hold."""

    says = "This diary is full. Call us if there is more to say."


class DayOutsideDiary(Refusal):
    """The day is not one the diary was given for."""

    says = "This day is not one of the days of the diary. Choose one of them."


class FormAlreadyKeyed(Refusal):
    """Something has come of this form, so it is not void."""

    says = "This form was taken in as a referral, so its number is not void."


class FormNotKeyed(Refusal):
    """Nothing has come of this form yet, so nothing can come again."""

    says = "This form has not been taken in yet. Key it first."


class NoMoreForms(Refusal):
    """There are no more numbers of this kind."""

    says = "There are no more form numbers of this kind. Ask whoever runs the system."


class OwnWall(Refusal):
    """Whoever a record is kept from does not decide that it no longer is."""

    says = "A record that is kept from you is given back to you by somebody else."


class AlreadyLocked(Refusal):
    """Two lists for one record would leave nobody sure who knows of it."""

    says = "This record is locked already. Change who is named for it."


class NotOnItsList(Refusal):
    """A lock that its overseers open for themselves keeps nothing from them."""

    says = "You are not named for this record, so somebody else who looks after locks has to do this."
