"""Tells the facts of work on a case of abuse in words: strands and steps by their names, days in full."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from services.triage.domain.vawg.events import VAWG_FACTS, HandlingStepSettled, StrandNamed
from services.triage.domain.vawg.handling import Handlings
from services.triage.web.vawg.wording import CAME_OF
from shared.kernel.messages import Recorded
from shared.web.formats import date_time, full_date, words

_OURS = {kind.name for kind in VAWG_FACTS}


def in_words_of_abuse(
    tell: Callable[[Recorded], str], sentences: Mapping[str, str], handlings: Handlings, strands: Mapping[str, str]
) -> Callable[[Recorded], str]:
    """The teller of all other facts, and for ours one that knows their codes."""

    def told(recorded: Recorded) -> str:
        if recorded.name not in _OURS:
            return tell(recorded)
        fact = recorded.fact
        fields = {name: _worded(getattr(fact, name)) for name in fact.__struct_fields__}
        if isinstance(fact, StrandNamed):
            fields["strand"] = strands.get(fact.strand, fields["strand"])
        if isinstance(fact, HandlingStepSettled):
            fields |= _of_a_step(fact, handlings)
        return sentences[recorded.name].format_map(fields)

    return told


def _of_a_step(fact: HandlingStepSettled, handlings: Handlings) -> dict[str, str]:
    handling = handlings.on(fact.done_at.date()).get(fact.handling)
    step = handling.step(fact.step) if handling is not None else None
    return {
        "handling": handling.title if handling is not None else words(fact.handling),
        "step": _lower(step.says) if step is not None else _lower(words(fact.step)),
        "came_of": _lower(CAME_OF.get(fact.came_of, words(fact.came_of))),
    }


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _worded(value: Any) -> str:
    if isinstance(value, datetime):
        return date_time(value)
    if isinstance(value, date):
        return full_date(value)
    return words(value) if isinstance(value, str) else str(value)
