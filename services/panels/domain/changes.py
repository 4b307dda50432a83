"""What is different between two versions of an agenda."""

from collections.abc import Iterator

from services.panels.domain.values.agendas import Agenda, AgendaChange, AgendaItem, ChangeKind, SectionCode


def changes_since(earlier: Agenda, later: Agenda) -> tuple[AgendaChange, ...]:
    """Each line that came, went, changed or moved, in the order of the later agenda; gone ones last."""
    before = {item.key: item for item in earlier.items}
    after = {item.key: item for item in later.items}
    out, now_out = _keys(earlier), _keys(later)
    moved = _moved(earlier, later)
    found: list[AgendaChange] = []
    for key, item in after.items():
        if key not in before:
            found.append(_change("added", item))
        elif (key in out) != (key in now_out):
            found.append(_change("into_overflow" if key in now_out else "out_of_overflow", item))
        elif before[key] != item:
            found.append(_change("changed", item))
        elif key in moved:
            found.append(_change("moved", item))
    found.extend(_change("removed", item) for key, item in before.items() if key not in after)
    return tuple(found)


def _keys(agenda: Agenda) -> frozenset[str]:
    return frozenset(item.key for item in agenda.overflow)


def _moved(earlier: Agenda, later: Agenda) -> frozenset[str]:
    """Lines whose order among those present in both versions of their section is another."""
    return frozenset(key for code in {item.section for item in later.items} for key in _reordered(earlier, later, code))


def _reordered(earlier: Agenda, later: Agenda, code: SectionCode) -> Iterator[str]:
    before, after = _order(earlier, code), _order(later, code)
    before_too = [key for key in before if key in after]
    after_too = [key for key in after if key in before]
    return (now for was, now in zip(before_too, after_too, strict=True) if was != now)


def _order(agenda: Agenda, code: SectionCode) -> list[str]:
    return [item.key for section in agenda.sections if section.code == code for item in section.items]


def _change(kind: ChangeKind, item: AgendaItem) -> AgendaChange:
    return AgendaChange(change=kind, case_reference=item.case_reference, section=item.section)
