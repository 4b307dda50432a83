"""What is said of domestic abuse, by professionals and by those who ask for help themselves.

Each line names what has to be so for it to be said; `{she}` and its kin stand for the victim (`{her}` for what is
hers, `{whom}` for herself), `{he}` for whoever does harm, in the forms that fit them.
"""

from collections.abc import Sequence

Said = tuple[str, frozenset[str]]


def _said(text: str, *needs: str) -> Said:
    return text, frozenset(needs)


ACCOUNTS: Sequence[Said] = (
    _said("Officers attended after a neighbour's call. {She} told them it has become worse.", "police"),
    _said("Officers attended a disturbance. The children were upstairs and heard it.", "police", "children"),
    _said("{She} called from a neighbour's telephone and asked that no marked car comes to the door.", "police"),
    _said("Officers found the door forced. {He} had been told to stay away.", "police", "apart"),
    _said("{She} came to the station by {herself} and stayed for two hours before {she} said why.", "police"),
    _said("Disclosed at a routine appointment. {She} asked that nothing is sent to the home.", "health"),
    _said("Seen with injuries that {her} account did not explain. Alone with the nurse {she} told us more.", "health"),
    _said("{She} has missed three appointments. {He} came to say that all is well.", "health", "together"),
    _said("{He} keeps coming back to the address although told not to. {She} is afraid of what comes next.", "apart"),
    _said("{She} has moved out and is followed to work and home again.", "apart", "stalked"),
    _said("{He} uses the handing over of the children to threaten {whom}.", "apart", "children"),
    _said("{He} holds the money and the telephone. {She} spoke to us while {he} was out.", "together"),
    _said("{She} is not allowed to see {her} friends, and is called to account for every hour.", "together"),
    _said("The children are afraid to go home. Asked by {herself}, {she} told us why.", "children", "social_care"),
    _said("{She} has asked twice to be rehoused. The second time {she} said why.", "housing"),
    _said("{She} tells our worker more at every visit, and asked us to bring it here.", "agency"),
    _said("{Her} son takes {her} money and breaks things when {she} asks for it back.", "son"),
    _said("{Her} son has come back to live at home. {She} sleeps with the door locked.", "son"),
)

SELF_ACCOUNTS: Sequence[Said] = (
    _said("I do not know whether this counts. {He} checks my phone and I am not allowed to see my sister.", "together"),
    _said("{He} decides what I spend and who I talk to. I would like to know what I could do.", "together"),
    _said("I am afraid when I hear the key in the door. Nobody knows.", "together"),
    _said("My ex-partner will not stop contacting me. I would like to talk to somebody about what I can do.", "apart"),
    _said("I left and {he} still tells everybody where I go and with whom.", "apart"),
    _said("My son shouts and breaks things when he wants money. I am ashamed to say it.", "son"),
)

JUDGEMENT_REASONS: Sequence[Said] = (
    _said("Extreme fear, and {she} has stopped leaving the home alone."),
    _said("The count is below the threshold, but the control and the recent separation worry us.", "apart"),
    _said("{She} plays it down. What the neighbours report is much worse than what {she} says."),
    _said("Our worker has known {whom} for years and has never seen {whom} like this.", "agency"),
)

CODEWORDS = ("marmalade", "the blue umbrella", "Tuesday's choir", "two lumps")
