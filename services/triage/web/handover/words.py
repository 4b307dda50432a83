"""Hand-overs in plain words."""

STANDS = {
    "waiting": "Waits for their receipt",
    "late": "Nobody has said they have it",
    "left_open": "Nothing was sent",
    "received": "They have it",
    "settled": "A person saw to it",
}
HOW = {
    "code": "they said so with the code",
    "key": "their program said so",
    "officer": "they told an officer",
    "by_telephone": "handed over by telephone",
    "in_person": "handed over in person",
    "not_needed": "nothing need be handed over",
    "told_the_person": "whoever contacted us was told otherwise",
    "destination_not_known": "it is not known which landlord it is",
    "no_assured_mailbox": "no mailbox of theirs was made sure of in time",
    "abuse_goes_another_way": "domestic abuse or violence is never handed over by message",
    "no_footing_to_pass_on": "there was no yes, and no other footing with a reason",
    "nothing_to_hand_over": "nothing was written down that could go",
    "not_open_today": "they take nobody today",
    "not_sent": "the safe-contact gate let nothing go",
}
SETTLED = {code: HOW[code] for code in ("by_telephone", "in_person", "told_the_person", "not_needed")}
CONSENTS = {
    "given": "Yes",
    "refused": "No",
    "not_sought": "Not asked, because it was not safe or could not be",
}
BASES = {
    "public_task": "A task in the public interest that the law gives us",
    "vital_interests": "Somebody’s life is at stake",
    "legal_obligation": "The law obliges us",
}
