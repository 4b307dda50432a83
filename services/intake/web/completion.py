"""The questions that can be answered about a referral after it came in: what it says so far, and what is new."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.intake.document.reading import read_referral, submission
from services.intake.domain.complete_commands import CompleteReferral
from services.intake.domain.events import ReferralSubmitted
from services.intake.domain.recognition import Chosen
from services.intake.web.forms import Field, Typed, document_of, written
from services.intake.web.staff_questions import FIELDS
from shared.contracts.vocabulary import VOCABULARY

_ABOUT = ("kind", "category", "strands")
_NOBODY = Chosen("", ())


def _may_be_completed(each: Field) -> bool:
    answer = VOCABULARY.answers.get(each.name.removeprefix("facts."))
    return each.name in _ABOUT or (each.name.startswith("facts.") and answer is not None and answer.type != "text")


COMPLETED = tuple(each for each in FIELDS if _may_be_completed(each))


def standing_answers(submitted: ReferralSubmitted) -> Typed:
    """What is known so far, as the form would have it typed."""
    typed: dict[str, Sequence[str]] = {"kind": [submitted.kind], "strands": list(submitted.strands)}
    typed["category"] = [submitted.category] if submitted.category else []
    for each in COMPLETED:
        value = submitted.answers.get(each.name.removeprefix("facts."))
        if value is not None and each.kind == "day":
            year, month, day = str(value).split("-")
            typed |= {name: [part] for name, part in zip(each.names(), (day, month, year), strict=True)}
        elif value is not None:
            typed[each.name] = [str(value)]
    return typed


def what_is_new(submitted: ReferralSubmitted, typed: Typed, now: datetime) -> CompleteReferral:
    """What was typed and is not known yet. An answer that was emptied stays: what was said cannot be unsaid.

    Raises InvalidInput with every error.
    """
    document = {"kind": submitted.kind, **document_of(COMPLETED, typed), "channel": submitted.channel}
    said = submission(read_referral(written(document), now), now, "", "", _NOBODY)
    answers = {name: value for name, value in said.answers.items() if submitted.answers.get(name) != value}
    about: Mapping[str, object] = {name: getattr(said.given, name) for name in _ABOUT}
    changed = {name: value for name, value in about.items() if value and value != getattr(submitted, name)}
    return CompleteReferral.model_validate({"at": now, "reference": submitted.reference, "answers": answers, **changed})
