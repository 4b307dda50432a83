"""Safeguarding as dated data: who is referred where and by when, what may be said, which other processes there are."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

SPAN = re.compile(r"P(\d{1,2})([WD])")
"""P3W: by the end of the third working day after; P5D: by the end of the fifth day after."""


class PracticeProblem(Exception):
    """An edition cannot be used; its text says where and what to do."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of an edition; a name nobody knows is a mistake."""


class Referral(_Part, frozen=True, kw_only=True):
    """One service that protects: on what basis it is told, which law asks for it, and by when what has to happen."""

    title: str
    recipient: str
    threshold: str
    refer_within: str
    receipt_within: str
    answer_within: str
    answers: dict[str, str]


class Nrm(_Part, frozen=True, kw_only=True):
    """The national referral mechanism and the duty to notify."""

    consider_within: str
    send_within: str
    decision_within: str
    indicators: dict[str, str]
    types: dict[str, str]
    decisions: dict[str, str]


class Hate(_Part, frozen=True, kw_only=True):
    """For what people are chosen."""

    motives: dict[str, str]


class Premises(_Part, frozen=True, kw_only=True):
    """Who tells of premises."""

    sources: dict[str, str]


class Process(_Part, frozen=True, kw_only=True):
    """Another process somebody may be in; only these roles may know that it exists for somebody."""

    title: str
    says: str
    roles: tuple[str, ...]
    statuses: dict[str, str]


class Practice(_Part, frozen=True, kw_only=True):
    """One edition."""

    version: str
    effective_from: date
    source: str
    author: str
    approver: str
    referrals: dict[str, Referral]
    nrm: Nrm
    hate: Hate
    premises: Premises
    processes: dict[str, Process]

    def known_to(self, role: str) -> dict[str, Process]:
        """The other processes of which somebody in this role may know."""
        return {code: each for code, each in self.processes.items() if role in each.roles}


class Practices:
    """Every edition, by its first day."""

    def __init__(self, editions: Sequence[Practice]) -> None:
        self._editions = sorted(editions, key=lambda each: each.effective_from)

    def on(self, day: date) -> Practice:
        """The newest edition in force on a day; before the first, the first."""
        return [each for each in self._editions if each.effective_from <= day or each is self._editions[0]][-1]


def practice_from(raw: Mapping[str, Any], recipients: Collection[str], roles: Collection[str]) -> Practice:
    """A checked edition. `recipients` are those of disclosure, `roles` those there are. Raises PracticeProblem."""
    try:
        practice = msgspec.convert(raw, Practice)
    except msgspec.ValidationError as error:
        raise PracticeProblem(f"{error}. The files beside it show what an edition holds.") from None
    for problem in _problems(practice, recipients, roles):
        raise PracticeProblem(problem)
    return practice


def _problems(practice: Practice, recipients: Collection[str], roles: Collection[str]) -> Iterator[str]:
    if practice.version != practice.effective_from.isoformat():
        yield f"the version is {practice.version}. Name it after its first day, {practice.effective_from}."
    for code in ("children_mash", "adult_safeguarding"):
        if code not in practice.referrals:
            yield f"referrals lacks {code}. Add it: children and adults at risk are always referred."
    for code, referral in practice.referrals.items():
        if referral.recipient not in recipients:
            yield f"referral {code} tells {referral.recipient}, which no wording of disclosure lists. Correct the code."
    yield from _wrong_spans(practice)
    for code, process in practice.processes.items():
        if not process.roles:
            yield f"process {code} is for no role. Name who may know of it."
        for role in process.roles:
            if role not in roles:
                yield f"process {code} names the role {role}, which there is not. Correct the code."


def _wrong_spans(practice: Practice) -> Iterator[str]:
    spans = {f"nrm.{name}": getattr(practice.nrm, name) for name in ("consider_within", "send_within")}
    spans["nrm.decision_within"] = practice.nrm.decision_within
    for code, referral in practice.referrals.items():
        for name in ("refer_within", "receipt_within", "answer_within"):
            spans[f"referrals.{code}.{name}"] = getattr(referral, name)
    for name, span in spans.items():
        if SPAN.fullmatch(span) is None:
            yield f"{name} is {span}. Write a number of working days such as P1W, or of days such as P5D."
