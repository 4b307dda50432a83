"""What intake has decided about records, as a story tells it: who is one person, whose address nobody may find."""

from collections.abc import Iterable

from services.audit.domain.timeline import StoryFact
from services.audit.domain.wording import Detail

_MERGED, _UNMERGED = "intake.people_merged", "intake.people_unmerged"
_HIDDEN, _SHOWN = "intake.addresses_hidden", "intake.addresses_shown"
_PLACE, _LOCATION = "place", "location"


def one_person_in(facts: Iterable[StoryFact]) -> tuple[str, ...]:
    """The ids of all referrals in which somebody stands who was decided to be one person, and still is."""
    standing: dict[tuple[object, object], tuple[str, ...]] = {}
    for fact in facts:
        if fact.name in (_MERGED, _UNMERGED):
            pair = (fact.fields.get("one_id"), fact.fields.get("other_id"))
            standing[pair] = fact.about if fact.name == _MERGED else ()
    return tuple(dict.fromkeys(referral_id for about in standing.values() for referral_id in about))


def hidden_as(facts: Iterable[StoryFact], detail: Detail) -> str | None:
    """The code of the restricted place whose address a detail of this story is; None where it is none."""
    if detail.data_class != _PLACE or detail.sealed is None:
        return None
    of_the_place = detail.label.split(",")[0] == _LOCATION
    for hiding in _hidings(facts):
        if detail.sealed.p in hiding.fields.get("person_ids", ()) or (of_the_place and hiding.fields.get("location")):
            return str(hiding.fields.get("code"))
    return None


def _hidings(facts: Iterable[StoryFact]) -> Iterable[StoryFact]:
    """What is hidden now, by referral and code."""
    standing: dict[tuple[object, object], StoryFact] = {}
    for fact in facts:
        place = (fact.fields.get("referral_id"), fact.fields.get("code"))
        if fact.name == _HIDDEN:
            standing[place] = fact
        elif fact.name == _SHOWN:
            standing.pop(place, None)
    return standing.values()
