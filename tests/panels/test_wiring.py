"""Panels put together: meetings called once, agendas never frozen without what was just listed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from services.panels.domain.commands import CirculateAgenda, ListCase
from services.panels.domain.events import AgendaCirculated, MeetingConvened
from services.panels.wiring import Gathered, build_panels
from shared.kernel.messages import Context
from shared.kernel.refusals import Unavailable
from shared.runtime.ground import make_ground
from shared.runtime.settings import from_environment
from shared.runtime.worker import drain, work_of
from tests.support.builders.panels import COORDINATOR, DECEMBER, IN_TIME, PERPETRATOR, VICTIM, marked
from tests.support.builders.panels_pages import PanelsTown
from tests.support.builders.web import logged, named

AT_START = Context(actor="panels/start", role="system", correlation_id="")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[PanelsTown]:
    running = PanelsTown(tmp_path)
    for person in (VICTIM, PERPETRATOR):
        running.ground.keyring.mint(person)
    yield running
    running.close()


def a_case(town: PanelsTown) -> ListCase:
    return marked(1, VICTIM, at=town.clock())


def test_the_year_ahead_is_called_at_the_first_start_by_the_system(town: PanelsTown) -> None:
    called = town.facts(MeetingConvened)
    assert {fact.panel for fact in called} == {"marac", "cmarac", "housing_needs", "offenders_iom"}
    assert max(fact.sitting.day for fact in called if fact.panel == "marac") > IN_TIME.date().replace(year=2027)
    recorded = [each for each in town.service.store.page(0, 100) if isinstance(each.fact, MeetingConvened)]
    assert {(each.context.actor, each.context.role) for each in recorded} == {(AT_START.actor, AT_START.role)}


def test_a_restart_calls_nothing_again_and_says_nothing_about_it(tmp_path: Path) -> None:
    first = PanelsTown(tmp_path)
    head = first.service.store.head()
    first.close()
    with logged() as entries:
        second = PanelsTown(tmp_path)
    assert second.service.store.head() == head
    assert named(entries, "command_ignored") == []
    second.close()


def test_an_agenda_is_frozen_with_what_was_listed_a_moment_ago_though_nobody_follows_the_log(town: PanelsTown) -> None:
    dispatch = town.service.dispatch
    dispatch(a_case(town), COORDINATOR)
    assert town.service.views.position() < town.service.store.head()
    dispatch(CirculateAgenda(at=town.clock(), meeting_id=DECEMBER.meeting_id), COORDINATOR)
    (frozen,) = town.facts(AgendaCirculated)
    assert len(frozen.agenda.cases) == 1


class StandingStill:
    """Views that nobody can bring to the end of the log in time."""

    def __init__(self, views: Any) -> None:
        self._views = views

    def wait_for(self, position: int, seconds: float) -> bool:
        return False

    def reading(self) -> Any:
        return self._views.reading()


def test_where_the_views_stand_still_an_agenda_can_be_read_and_not_frozen(town: PanelsTown) -> None:
    store, views = town.service.store, StandingStill(town.service.views)
    reading: Any = Gathered(store, cast(Any, views), to_freeze=False)
    assert reading(DECEMBER.meeting_id).sitting == DECEMBER
    with pytest.raises(Unavailable):
        Gathered(store, cast(Any, views), to_freeze=True)(DECEMBER.meeting_id)


def test_words_about_nobody_known_are_sealed_under_somebody_minted(town: PanelsTown) -> None:
    town.refer(1, people=(), victim_id=None)
    (referred,) = [fact for fact in town.facts() if type(fact).__name__ == "CaseReferred"]
    assert (referred.subject_id, bool(referred.voice_id)) == (None, True)


def test_all_views_are_as_the_history_says_after_work_in_another_process(tmp_path: Path) -> None:
    first = PanelsTown(tmp_path)
    first.refer(1)
    first.close()
    ground = make_ground(from_environment({}, data=str(tmp_path)))
    service = build_panels(ground)
    drain(work_of(service, ground.bus, ground.clock))
    assert service.views.differing() == {}
    service.store.close()
