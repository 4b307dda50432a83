"""Tells the facts of anti-social behaviour in words: codes without underscores, days in full, tools by their names."""

from collections.abc import Mapping

from services.triage.domain.asb.borough_events import BOROUGH_FACTS
from services.triage.domain.asb.events import ASB_FACTS
from services.triage.web.asb.wording import said
from services.triage.web.coded import Tell, telling

_AS_THEY_ARE = ("code", "reference", "ward", "law_version")
_OURS = {kind.name for kind in (*ASB_FACTS, *BOROUGH_FACTS)}


def in_words(tell: Tell, sentences: Mapping[str, str]) -> Tell:
    """The teller of all other facts, and for ours one that knows their codes."""
    return telling(tell, sentences, _OURS, said, _AS_THEY_ARE)
