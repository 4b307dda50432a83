"""What advisers write down in the rehearsal: what a safety plan holds, and where it is not safe."""

from collections.abc import Sequence

# What is to be done, whose it is, and who answers for it.
Action = tuple[str, str, str]

FIRST_ACTIONS: Sequence[Action] = (
    ("Agree a word that says help is needed, and with whom.", "adviser", "Adviser on the case"),
    ("Put a bag with papers and medicine with somebody trusted.", "herself", "The person, with the adviser"),
    ("Go through the telephone: shared accounts, places, passwords.", "adviser", "Adviser on the case"),
    ("Put a marker on the address for an urgent response.", "police", "Duty inspector"),
)
LATER_ACTIONS: Sequence[Action] = (
    ("Go along to the solicitor about an order.", "solicitor", "Adviser on the case"),
    ("Tell the school who may collect the children.", "school", "Designated safeguarding lead"),
    ("Offer an appointment at a time that is safe.", "health", "Safeguarding nurse"),
    ("Talk through a move, also to another borough.", "housing", "Housing options lead"),
    ("Look at the locks and the door.", "landlord", "Sanctuary officer"),
)
PLACES = (
    "Near the place of work of whoever does the harm.",
    "Around the home of that family, and the shops there.",
    "The street in which they lived together.",
)
