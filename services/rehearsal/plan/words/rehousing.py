"""What is written down in the rehearsal about a case before the housing needs panel: never where anybody stays."""

from collections.abc import Mapping, Sequence

ASKED: Mapping[str, Sequence[str]] = {
    "band": (
        "They cannot go back, and the place they have now ends within weeks.",
        "The flat is known to whoever harms them, and the works that were offered do not reach the shared door.",
    ),
    "management_move": (
        "The landlord agrees to a move: the neighbours pass on when they come and go.",
        "They were followed home twice this month. Staying is not safe, whatever is fitted.",
    ),
}
SAID: Mapping[str, Sequence[str]] = {
    "awarded": (
        "Not safe to stay, and the adviser has set out why. A home in another part of the borough is looked for.",
        "The plan needs a move. Offers go to the adviser, never to the address.",
        "Ready to move on. The school has been thought of, and the offer may be outside the borough.",
    ),
    "not_awarded": (
        "Works make this home safe enough for now, and they wish to stay near the school. May be asked again.",
        "A joint tenancy has to be looked at first. Legal advice is arranged, and the panel may be asked again.",
    ),
    "deferred": ("The landlord did not send anybody and nobody could say what is free.",),
}
REVIEWED: Mapping[str, Sequence[str]] = {
    "awarded": ("Still waiting, and it is no safer than it was. The band stands.",),
    "not_awarded": ("A home was found and the keys are handed over. The band is not needed any more.",),
}
INTERIM = "A room elsewhere is paid for until the next meeting, and the adviser rings every other day."
TASKS = (
    ("housing", "Allocations officer", "Make a direct offer, and speak to the adviser before anybody rings."),
    ("housing", "Housing options lead", "Keep the temporary place until the keys are handed over."),
    ("social_landlords", "Lettings manager", "Say which homes come free this month, by size alone."),
    ("idva", "Adviser on the case", "Go through the offer together, and check it against where it is not safe."),
    ("childrens_social_care", "Team manager", "Say what the children need of a school place if they move."),
)
