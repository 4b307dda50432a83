"""Builds an agenda: SafeLives' order, children first, within the minutes there are, and nothing ever dropped.

Pure: the same cases, actions and moves give the same agenda, whoever asks and whenever.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from services.panels.domain.definition import PanelDefinition
from services.panels.domain.lines import action_line, case_line
from services.panels.domain.values.agendas import (
    Agenda,
    AgendaCase,
    AgendaInputs,
    AgendaItem,
    AgendaSection,
    ExtraSitting,
    Move,
    OpenAction,
    SectionCode,
)
from services.panels.domain.values.referrals import PRIORITIES
from services.panels.domain.values.sittings import LONDON, Sitting
from shared.kernel.working_days import WorkingDays

# SafeLives' suggested order: children's agencies can leave before the cases with adults only.
SECTIONS: Mapping[SectionCode, str] = {
    "confidentiality": "Confidentiality",
    "outstanding_actions": "Outstanding actions",
    "new_cases_children": "New cases with children",
    "new_cases_adults": "New cases, adults only",
    "core_group": "Core group",
    "band_reviews": "Bands due for review",
    "twelve_months": "Twelve months since last heard",
    "any_other_business": "Any other business",
}
_EVERYWHERE: tuple[SectionCode, ...] = (
    "confidentiality",
    "outstanding_actions",
    "new_cases_children",
    "new_cases_adults",
    "any_other_business",
)
# What was put off before is not put off by want of time again.
_WAITED = ("deferred", "carried_over", "moved")

Rank = tuple[int, int, datetime, str]
Line = tuple[Rank, AgendaCase, AgendaItem]
Lines = dict[SectionCode, list[Line]]


def build_agenda(panel: PanelDefinition, days: WorkingDays, inputs: AgendaInputs) -> Agenda:
    """The agenda as it stands. Every case given is in exactly one place, a section or the overflow."""
    actions = _action_items(panel, inputs.actions, inputs.sitting)
    lines = _case_lines(panel, inputs.cases)
    for code in lines:
        lines[code] = _arranged(lines[code], inputs.moves)
    capacity = inputs.sitting.capacity_minutes
    overflow = _take_overflow(lines, capacity - sum(item.minutes for item in actions))
    items: dict[SectionCode, tuple[AgendaItem, ...]] = {code: _items(found) for code, found in lines.items()}
    items["outstanding_actions"] = tuple(actions)
    sections = tuple(
        AgendaSection(code=code, title=title, items=items.get(code, ()))
        for code, title in SECTIONS.items()
        if code in _EVERYWHERE or items.get(code) or _kept_by(panel, code)
    )
    return Agenda(
        sections=sections,
        minutes_planned=sum(item.minutes for section in sections for item in section.items),
        capacity_minutes=capacity,
        overflow=overflow,
        extra_sitting=_proposal(panel, days, inputs.sitting, overflow),
    )


def _kept_by(panel: PanelDefinition, code: SectionCode) -> bool:
    kept = {"core_group": panel.core_group, "band_reviews": panel.banding is not None}
    return (kept | {"twelve_months": panel.twelve_months}).get(code, False)


def _action_items(panel: PanelDefinition, actions: Iterable[OpenAction], sitting: Sitting) -> list[AgendaItem]:
    """All of them, the oldest first; overdue ones take time until the share set aside for them is spent."""
    left = panel.minutes.overdue_actions_at_most
    items = []
    for action in sorted(actions, key=lambda action: (action.due, action.agency, action.action_id)):
        overdue = action.due < sitting.day
        taken = min(panel.minutes.overdue_action, left) if overdue else 0
        left -= taken
        items.append(action_line(panel, action, overdue, taken))
    return items


def _case_lines(panel: PanelDefinition, cases: Iterable[AgendaCase]) -> Lines:
    lines: Lines = {}
    for case in cases:
        code = _section_of(case)
        lines.setdefault(code, []).append((_rank(panel, case), case, case_line(panel, case, code)))
    for found in lines.values():
        found.sort(key=lambda line: line[0])
    return lines


def _section_of(case: AgendaCase) -> SectionCode:
    if case.place != "new":
        return case.place
    return "new_cases_children" if case.details.may_have_children else "new_cases_adults"


def _rank(panel: PanelDefinition, case: AgendaCase) -> Rank:
    """Most urgent first, then by how many of the panel's leading flags are up, then by who came first."""
    details = case.details
    leading = sum(flag in panel.flags_first for flag in details.flags)
    return PRIORITIES.index(details.priority), -leading, details.lead.received_at, case.case_id


def _arranged(lines: list[Line], moves: Sequence[Move]) -> list[Line]:
    """The order after the coordinator's moves, in the order she made them; one whose neighbour has gone is void."""
    arranged = list(lines)
    for move in moves:
        ids = [case.case_id for _, case, _ in arranged]
        if move.case_id in ids and move.neighbour_id in ids:
            moved = arranged.pop(ids.index(move.case_id))
            ids.remove(move.case_id)
            arranged.insert(ids.index(move.neighbour_id) + (move.placed == "after"), moved)
    return arranged


def _take_overflow(lines: Lines, room: int) -> tuple[AgendaItem, ...]:
    """Take out what there is no time for: twelve-month cases first, then the least urgent from the sections' ends."""
    taken: list[tuple[SectionCode, Line]] = []
    while any(lines.values()) and _minutes(lines) > room:
        code, line = _least_pressing(lines)
        lines[code].remove(line)
        taken.append((code, line))
    order = list(SECTIONS)
    taken.reverse()
    taken.sort(key=lambda found: order.index(found[0]))
    return tuple(line[2] for _, line in taken)


def _minutes(lines: Lines) -> int:
    return sum(item.minutes for found in lines.values() for _, _, item in found)


def _least_pressing(lines: Lines) -> tuple[SectionCode, Line]:
    """The last of some section; those that have waited before come into question only when nobody else is left."""
    if twelve := lines.get("twelve_months"):
        return "twelve_months", twelve[-1]
    ends: list[tuple[SectionCode, Line]] = []
    for code, found in lines.items():
        fresh = [line for line in found if line[1].entry not in _WAITED]
        if found:
            ends.append((code, (fresh or found)[-1]))
    return max(ends, key=lambda end: (end[1][1].entry not in _WAITED, end[1][0]))


def _items(lines: Iterable[Line]) -> tuple[AgendaItem, ...]:
    return tuple(item for _, _, item in lines)


def _proposal(
    panel: PanelDefinition, days: WorkingDays, sitting: Sitting, overflow: Sequence[AgendaItem]
) -> ExtraSitting | None:
    """The working day after the meeting, at the usual time: soon enough, and the same people are about."""
    if not overflow:
        return None
    day = days.on_or_after(sitting.day + timedelta(days=1))
    return ExtraSitting(
        starts_at=datetime.combine(day, panel.starts, LONDON).astimezone(UTC),
        minutes=sum(item.minutes for item in overflow),
        case_references=tuple(item.case_reference for item in overflow if item.case_reference),
    )
