"""What a panel that a case was marked for has to hear, once more is known: criteria and flags add up, never off."""

from collections.abc import Sequence

import msgspec

from services.triage.domain.consequences import marked_for
from services.triage.domain.disclosure.events import PanelInformed
from services.triage.domain.events import MarkedForPanel, ReferralTriaged
from services.triage.domain.protection import Protection
from shared.kernel.messages import Fact

# No rule marks a case for this panel: an officer asks it (record 0037).
HOUSING_NEEDS = "housing_needs"


def news_for_panels(before: Protection, facts: Sequence[Fact]) -> list[Fact]:
    """For each panel that knew of the case before these facts, what has changed; nothing where nothing has."""
    told: list[Fact] = []
    for triaged in [fact for fact in facts if isinstance(fact, ReferralTriaged)][-1:]:
        for panel, last in before.marked.items():
            fresh = marked_for(before.open, triaged.answers, panel, triaged.decision)
            now = _of_asked(last, fresh) if panel == HOUSING_NEEDS else _together(last, fresh)
            if now != last:
                told.append(informed(before, now))
    return told


def informed(state: Protection, marked: MarkedForPanel) -> PanelInformed:
    """The fact, with the basis as far as it is recorded."""
    return PanelInformed(
        referral_id=marked.referral_id,
        reference=marked.reference,
        panel=marked.panel,
        marked=marked,
        basis=state.bases.get(marked.panel),
    )


def _together(last: MarkedForPanel, fresh: MarkedForPanel) -> MarkedForPanel:
    """What was said before stays said; `people` stays as the panel was told of them."""
    return msgspec.structs.replace(
        fresh,
        criteria=tuple(dict.fromkeys((*last.criteria, *fresh.criteria))),
        flags=tuple(dict.fromkeys((*last.flags, *fresh.flags))),
        is_repeat=last.is_repeat or fresh.is_repeat,
        priority=last.priority if _RANKS[last.priority] < _RANKS[fresh.priority] else fresh.priority,
    )


def _of_asked(last: MarkedForPanel, fresh: MarkedForPanel) -> MarkedForPanel:
    """A panel that an officer asked knows of a case what it was asked with; only how urgent it is may change."""
    return msgspec.structs.replace(last, priority=_together(last, fresh).priority)


_RANKS = {"urgent": 0, "high": 1, "standard": 2}
