"""Two copies of one form, member by member, opened for the officer who has to say which is right."""

from collections.abc import Sequence

from services.intake.domain.events import ReferralSubmitted
from services.intake.domain.form_copies import values_of
from services.intake.web.words import spelt
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.personal import Opener

_NOTHING = "nothing"


def side_by_side(
    first: ReferralSubmitted, copy: ReferralSubmitted, differing: Sequence[str], opener: Opener
) -> list[tuple[str, str, str]]:
    """Name, what was taken in, what the copy says; for the members in which they differ."""
    ours, theirs = values_of(first, opener), values_of(copy, opener)
    return [(named(name), str(ours.get(name, _NOTHING)), str(theirs.get(name, _NOTHING))) for name in differing]


def named(member: str) -> str:
    """A member in words: an answer's question, else its place spelt out."""
    place, _, rest = member.partition(".")
    answer = VOCABULARY.answers.get(rest.partition(".")[0]) if place in ("answers", "words") else None
    if answer is not None:
        return answer.asks
    words = spelt(member.replace(".", ", ")).removeprefix("people, ")
    return words[:1].upper() + words[1:]
