"""Where agendas are read: the draft as it stands, or a circulated version, with what changed since the one before."""

from dataclasses import dataclass, replace
from typing import Any

from services.panels.application.ports import AgendaSource
from services.panels.domain.agenda import build_agenda
from services.panels.domain.changes import changes_since
from services.panels.domain.schedule import Timetable
from services.panels.domain.values.agendas import Agenda, AgendaChange, AgendaInputs, AgendaItem
from services.panels.domain.values.sittings import Sitting, london_text
from shared.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class AgendaVersion:
    """An agenda to show. `since` is the version its changes are counted from, None for the first.

    `one_person` are cases of a draft that are one person's, together; `two_people` those that hold somebody else too.
    """

    sitting: Sitting
    version: int
    draft: bool
    agenda: Agenda
    since: int | None
    changes: tuple[AgendaChange, ...]
    one_person: tuple[tuple[str, ...], ...] = ()
    two_people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaDesk:
    """Builds agendas from what the view has gathered."""

    timetable: Timetable
    source: AgendaSource

    def draft(self, meeting_id: str) -> AgendaVersion:
        """The agenda as it would be circulated now. Raises NotFound."""
        inputs = self._inputs(meeting_id)
        agenda = self._built(inputs)
        earlier = inputs.circulated[-1] if inputs.circulated else None
        draft = _version(inputs, len(inputs.circulated) + 1, True, agenda, earlier)
        together = {tuple(sorted((each.details.case_reference, *each.same_person))) for each in inputs.cases}
        mixed = tuple(each.details.case_reference for each in inputs.cases if each.told_apart)
        return replace(draft, one_person=tuple(sorted(each for each in together if each[1:])), two_people=mixed)

    def version(self, meeting_id: str, number: int) -> AgendaVersion:
        """A circulated version, counted from 1, exactly as it was frozen. Raises NotFound."""
        inputs = self._inputs(meeting_id)
        if not 1 <= number <= len(inputs.circulated):
            raise NotFound
        earlier = inputs.circulated[number - 2] if number > 1 else None
        return _version(inputs, number, False, inputs.circulated[number - 1], earlier)

    def section_order(self, meeting_id: str, case_id: str) -> tuple[tuple[str, ...], str]:
        """The cases of a case's section in order, and whose key seals words about it; empty if it is not there."""
        inputs = self._inputs(meeting_id)
        agenda = self._built(inputs)
        section = next((item.section for item in agenda.cases if item.case_id == case_id), None)
        voices = {case.case_id: case.voice_id for case in inputs.cases}
        order = tuple(item.case_id for item in agenda.cases if item.section == section and item.case_id)
        return (order, voices[case_id]) if section else ((), "")

    def _inputs(self, meeting_id: str) -> AgendaInputs:
        inputs = self.source(meeting_id)
        if inputs is None:
            raise NotFound
        return inputs

    def _built(self, inputs: AgendaInputs) -> Agenda:
        panel = self.timetable.panel(inputs.sitting.panel)
        return build_agenda(panel, self.timetable.days, inputs)


def agenda_document(shown: AgendaVersion) -> dict[str, Any]:
    """The agenda as the API gives it: references, minutes, reasons and flags, never a name."""
    agenda, sitting = shown.agenda, shown.sitting
    extra = agenda.extra_sitting
    return {
        "meeting": {
            "id": sitting.meeting_id,
            "panel": sitting.panel,
            "starts_at": london_text(sitting.starts_at),
            "referral_deadline": sitting.deadline.isoformat(),
            "circulates_on": sitting.circulates_on.isoformat(),
            "capacity_minutes": agenda.capacity_minutes,
        },
        "version": shown.version,
        "draft": shown.draft,
        "sections": [
            {"code": section.code, "title": section.title, "items": [_item(item) for item in section.items]}
            for section in agenda.sections
        ],
        "minutes_planned": agenda.minutes_planned,
        "overflow": [_item(item) | {"section": item.section} for item in agenda.overflow],
        "extra_sitting": None
        if extra is None
        else {
            "starts_at": london_text(extra.starts_at),
            "minutes": extra.minutes,
            "case_references": list(extra.case_references),
        },
        "changes_since": None
        if shown.since is None
        else {
            "version": shown.since,
            "changes": [
                {"change": change.change, "case_reference": change.case_reference, "section": change.section}
                for change in shown.changes
            ],
        },
    }


def _item(item: AgendaItem) -> dict[str, Any]:
    return {
        "case_reference": item.case_reference,
        "minutes": item.minutes,
        "why": item.why,
        "flags": list(item.flags),
    }


def _version(inputs: AgendaInputs, number: int, draft: bool, agenda: Agenda, earlier: Agenda | None) -> AgendaVersion:
    since = number - 1 if earlier is not None else None
    changes = changes_since(earlier, agenda) if earlier is not None else ()
    return AgendaVersion(inputs.sitting, number, draft, agenda, since, changes)
