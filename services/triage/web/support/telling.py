"""Tells the facts of support in words: codes without underscores, days in full, places by their code alone."""

from collections.abc import Mapping

from services.triage.domain.support.events import SUPPORT_FACTS
from services.triage.domain.support.heard_events import HEARD_FACTS
from services.triage.domain.support.panel_events import PANEL_FACTS
from services.triage.domain.support.register_events import REGISTER_FACTS
from services.triage.web.coded import Tell, telling
from services.triage.web.support.wording import said

_AS_THEY_ARE = ("code", "reference", "law_version")
_OURS = {kind.name for kind in (*SUPPORT_FACTS, *PANEL_FACTS, *HEARD_FACTS, *REGISTER_FACTS)}


def in_words(tell: Tell, sentences: Mapping[str, str]) -> Tell:
    """The teller of all other facts, and for ours one that knows their codes."""
    return telling(tell, sentences, _OURS, said, _AS_THEY_ARE)
