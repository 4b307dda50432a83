"""Which registered landlord somebody means by what they call it; nobody rather than the wrong one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from services.intake.domain.values import name_words

_LOCAL_AUTHORITY = "Local authority"
# What says that somebody speaks of a landlord, and not which.
_AROUND = frozenset(
    """a am an and are at by called council's from have i im in is it its landlord landlords live ltd my name of our
    owned own owns property rent rented renting run tenant tenants the they think through to under was we
    with""".split()
)
# What so many landlords are called besides that it tells none from another.
_GENERAL = frozenset(
    """and association assoc charity charitable co company cooperative group ha home homes housing limited ltd llp
    operative plc provider registered services society the trust""".split()
)
# What councils are called besides their place.
_OF_COUNCILS = frozenset("borough city council county district lb lbc london metropolitan of royal unitary".split())
_A_PERSON = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr)\b", re.IGNORECASE)
# A name this much alike is the same name, typed with a slip; measured on made-up slips in the tests.
_ALIKE = 90
_SHORTEST_ALIKE = 6


@dataclass(frozen=True, slots=True)
class Landlord:
    """A registered provider of social housing."""

    name: str
    registration: str
    designation: str

    @property
    def tenure(self) -> str:
        """The tenure of a home it lets, in the words of the answers."""
        return "council" if self.designation == _LOCAL_AUTHORITY else "housing_association"


class LandlordRegister:
    """The landlords by what they are called. `called` are further names by registration number."""

    def __init__(self, landlords: Iterable[Landlord], called: Mapping[str, Sequence[str]], data_of: str) -> None:
        self.data_of = data_of
        by_number = {each.registration: each for each in landlords}
        self._whole: dict[tuple[str, ...], set[Landlord]] = defaultdict(set)
        self._core: dict[tuple[str, ...], set[Landlord]] = defaultdict(set)
        self._councils: dict[tuple[str, ...], set[Landlord]] = defaultdict(set)
        for each in by_number.values():
            self._whole[_words(each.name)].add(each)
            self._core[_core(_words(each.name))].add(each)
            if each.designation == _LOCAL_AUTHORITY:
                place = _place(_words(each.name))
                self._councils[place].add(each)
                self._core[place].add(each)  # by its place alone it may be meant where nobody else is
        for number, names in called.items():
            for name in names:
                self._whole[_words(name)] = {by_number[number]}
                self._core[_core(_words(name))] = {by_number[number]}
        self._core.pop((), None)
        self._texts = {" ".join(words): words for words in self._whole if len(" ".join(words)) >= _SHORTEST_ALIKE}

    def named(self, said: str | None) -> Landlord | None:
        """The one landlord that these words can mean; None where they could mean none, several or a private person."""
        if not said or _A_PERSON.search(said):
            return None
        words = _words(said)
        asked = tuple(word for word in words if word not in _AROUND)
        for known, wanted in (
            (self._whole, words),
            (self._whole, asked),
            (self._councils, _place(asked) if _OF_COUNCILS & set(asked) else ()),
            (self._core, _core(asked)),
        ):
            if found := _only(known.get(wanted, set())):
                return found
        return self._alike(" ".join(asked))

    def _alike(self, asked: str) -> Landlord | None:
        """Nobody where two landlords are nearly as much alike."""
        near = process.extract(asked, self._texts.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=5)
        means = {landlord for text, *_ in near for landlord in self._whole[self._texts[text]]}
        return _only(means)


def _words(text: str) -> tuple[str, ...]:
    return name_words(re.sub(r"[&+]", " and ", text.replace(",", " ")))


def _core(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _GENERAL)


def _place(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _OF_COUNCILS)


def _only(found: set[Landlord]) -> Landlord | None:
    return next(iter(found)) if len(found) == 1 else None
