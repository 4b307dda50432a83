"""No recourse to public funds: kept sealed, told to nobody outside, and where that leads by the dated practice."""

from collections.abc import Sequence

from services.triage.domain.events import AnswerValue
from services.triage.domain.support.commands import NoteRecourse
from services.triage.domain.support.events import RecourseNoted
from services.triage.domain.support.file import SupportFile, ids, protects
from shared.kernel.messages import Fact
from shared.kernel.personal import Sensitive, private

_CARE = ("child_at_risk", "children_in_household", "adult_at_risk")


def note_recourse(command: NoteRecourse, file: SupportFile) -> Sequence[Fact]:
    """Yes, no or unknown, under her own key; whoever decides about her stay hears nothing of it from us."""
    standing = protects(file, command.person_id)
    noted = RecourseNoted(
        person_id=command.person_id,
        no_recourse=private(command.person_id, Sensitive, command.no_recourse),
        **ids(standing),
    )
    return (noted,)


def way_without_recourse(panels: Sequence[str], answers: dict[str, AnswerValue]) -> str:
    """High risk first, then a duty of social services, else a service for women without recourse."""
    if "marac" in panels:
        return "high_risk"
    if any(answers.get(name) == "yes" for name in _CARE):
        return "care_needs"
    return "otherwise"
