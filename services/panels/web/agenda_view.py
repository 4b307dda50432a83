"""An agenda as a page shows it: every line with its tags and the names that this reader may see."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from services.panels.application.agenda_desk import AgendaVersion
from services.panels.domain.definition import PanelDefinition
from services.panels.domain.values.agendas import AgendaItem
from services.panels.domain.values.referrals import Involved
from services.panels.web.words import ROLES_IN_CASE, tag_of
from shared.kernel.personal import Identity, Opener
from shared.web.formats import words

_ROLES = ("victim", "subject", "perpetrator", "child", "witness", "other", "reporter")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody in a case: her name (None where nobody gave one), her date of birth, and what she is in it."""

    name: str | None
    date_of_birth: str | None
    roles: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `people` is None for readers who do not see names; `up` and `down` say where it may be moved."""

    item: AgendaItem
    tags: Sequence[tuple[str, str, bool]]
    people: Sequence[Named] | None
    late: bool
    up: bool = False
    down: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered heading with its lines; `overdue` counts actions late on the day of reading by agency, in words.

    `due_before` counts those that fall due between that day and the meeting.
    """

    number: int
    code: str
    title: str
    lines: Sequence[Line]
    minutes: int
    overdue: Sequence[tuple[str, int]]
    due_before: int


@dataclass(frozen=True, slots=True)
class Shown:
    """All of an agenda, ready to be shown."""

    sections: Sequence[Section]
    overflow: Sequence[Line]
    late: int
    undecided: int
    cases: int


def shown_agenda(
    version: AgendaVersion, panel: PanelDefinition, opener: Opener | None, on_time: Collection[str] = ()
) -> Shown:
    """The agenda as one reader sees it; without an opener no name is opened.

    An agenda counts as overdue what will be so at the meeting; `on_time` holds the ids of actions that are not yet.
    """
    agenda = version.agenda
    further = {item.section for item in agenda.overflow}
    sections = tuple(
        Section(
            number=number,
            code=section.code,
            title=section.title,
            lines=_ordered([_today(item, on_time) for item in section.items], panel, opener, section.code in further),
            minutes=sum(item.minutes for item in section.items),
            overdue=_overdue([item for item in section.items if item.action_id not in on_time]),
            due_before=sum("overdue" in item.flags and item.action_id in on_time for item in section.items),
        )
        for number, section in enumerate(agenda.sections, start=1)
    )
    flags = Counter(flag for item in agenda.cases for flag in item.flags)
    return Shown(
        sections=sections,
        overflow=[line_of(item, panel, opener) for item in agenda.overflow],
        late=flags["late"],
        undecided=flags["late_undecided"],
        cases=len(agenda.cases),
    )


def line_of(
    item: AgendaItem, panel: PanelDefinition, opener: Opener | None, up: bool = False, down: bool = False
) -> Line:
    """One line of an agenda."""
    tags = [tag_of(flag, panel) for flag in item.flags]
    people = None if opener is None else [_named(person, opener) for person in sorted(item.people, key=_leading)]
    return Line(item, tags, people, "late_undecided" in item.flags, up, down)


def _ordered(items: Sequence[AgendaItem], panel: PanelDefinition, opener: Opener | None, further: bool) -> list[Line]:
    """The lines of a section; `further` says that some of it stand in the overflow, below the last."""
    last = len(items) - (0 if further else 1)
    return [
        line_of(item, panel, opener, up=number > 0, down=number < last)
        if item.action_id is None
        else line_of(item, panel, opener)
        for number, item in enumerate(items)
    ]


def _today(item: AgendaItem, on_time: Collection[str]) -> AgendaItem:
    """A line that calls nothing overdue whose day is still to come."""
    if item.action_id not in on_time or "overdue" not in item.flags:
        return item
    return replace(item, flags=("due_before_meeting",))


def _leading(person: Involved) -> int:
    """Who is suffering first, then who does harm, the children, and whoever refers last."""
    return min((_ROLES.index(role) for role in person.roles if role in _ROLES), default=len(_ROLES))


def _named(person: Involved, opener: Opener) -> Named:
    roles = [ROLES_IN_CASE.get(role) or words(role).lower() for role in person.roles]
    return Named(
        name=opener.open(person.full_name, Identity),
        date_of_birth=opener.open(person.date_of_birth, Identity),
        roles=", ".join(roles),
    )


def _overdue(items: Iterable[AgendaItem]) -> list[tuple[str, int]]:
    """Overdue actions by agency; a line's reason begins with whose it is."""
    counted: Mapping[str, int] = Counter(item.why.partition(":")[0] for item in items if "overdue" in item.flags)
    return sorted(counted.items())
