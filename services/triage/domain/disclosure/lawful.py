"""The words and law of telling others, as dated data: recipients, bases, conditions, what has to be asked."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec


class WordingProblem(Exception):
    """A wording cannot be used; its text says where and what to do."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a wording; a name nobody knows is a mistake."""


class Recipient(_Part, frozen=True, kw_only=True):
    """Who may be told. `panel` where it is one of ours; `bases` where not every basis will do; `threshold` where a
    statutory threshold must have been considered before."""

    title: str
    panel: str | None = None
    threshold: bool = False
    bases: tuple[str, ...] = ()


class Law(_Part, frozen=True, kw_only=True):
    """Something that may be chosen, in plain words, with the law it stands on."""

    says: str
    law: str


class Choice(_Part, frozen=True, kw_only=True):
    """Something that may be chosen, in plain words."""

    says: str


class LawfulWording(_Part, frozen=True, kw_only=True):
    """One edition of the words."""

    version: str
    effective_from: date
    source: str
    author: str
    approver: str
    recipients: dict[str, Recipient]
    bases: dict[str, Law]
    conditions: dict[str, Law]
    consents: dict[str, Choice]
    wishes: dict[str, str]
    thresholds: dict[str, str]

    def bases_for(self, recipient: str) -> dict[str, Law]:
        """The bases on which a recipient may be told."""
        named = self.recipients[recipient].bases
        return {code: law for code, law in self.bases.items() if not named or code in named}


def wording_from(raw: Mapping[str, Any]) -> LawfulWording:
    """A checked edition. Raises WordingProblem."""
    try:
        wording = msgspec.convert(raw, LawfulWording)
    except msgspec.ValidationError as error:
        raise WordingProblem(f"{error}. The files beside it show what an edition holds.") from None
    for problem in _problems(wording):
        raise WordingProblem(problem)
    return wording


class Wordings:
    """Every edition, by its first day."""

    def __init__(self, editions: Sequence[LawfulWording]) -> None:
        self._editions = sorted(editions, key=lambda each: each.effective_from)

    @property
    def all(self) -> Sequence[LawfulWording]:
        """Every edition, the oldest first."""
        return self._editions

    def on(self, day: date) -> LawfulWording:
        """The newest edition in force on a day; before the first, the first."""
        return [each for each in self._editions if each.effective_from <= day or each is self._editions[0]][-1]

    def edition(self, version: str) -> LawfulWording:
        """An edition by its version, also one that is in force no more; the newest where it is not kept."""
        return next((each for each in self._editions if each.version == version), self._editions[-1])


def _problems(wording: LawfulWording) -> Iterator[str]:
    if wording.version != wording.effective_from.isoformat():
        yield f"the version is {wording.version}. Name it after its first day, {wording.effective_from}."
    for name in ("recipients", "bases", "conditions", "consents", "wishes", "thresholds"):
        if not getattr(wording, name):
            yield f"there is nothing under {name}. Give at least one entry."
    for code in ("given", "refused", "not_sought"):
        if code not in wording.consents:
            yield f"consents lacks {code}. Add it: whether somebody was asked is always said."
    for code, recipient in wording.recipients.items():
        for basis in recipient.bases:
            if basis not in wording.bases:
                yield f"recipient {code} names the basis {basis}, which is not listed. Correct the code."
        if recipient.panel not in (None, code):
            yield f"recipient {code} is the panel {recipient.panel}. Call both by the same code."
        if recipient.panel == "cmarac" and not recipient.threshold:
            yield f"recipient {code} does not ask for a statutory threshold. Set threshold to true."
