"""What panels make of what intake decides about people: each message once, however often it comes."""

from pathlib import Path

import pytest

from services.panels.application.people import PEOPLE
from services.panels.domain.people_events import PeopleJoined, PeopleParted, PersonToldApart
from services.panels.wiring import build_panels
from shared.contracts.json_schema import FOLDER
from shared.kernel.clock import ScriptedClock
from shared.runtime.ground import make_ground
from shared.runtime.settings import from_environment
from tests.support.builders.panels import IN_TIME

EXAMPLES = {policy.event: (FOLDER / "examples" / f"{policy.event}.json").read_bytes() for policy in PEOPLE}


@pytest.mark.slow
def test_the_publishers_examples_are_taken_and_a_second_delivery_changes_nothing(tmp_path: Path) -> None:
    panels = build_panels(make_ground(from_environment({}, data=str(tmp_path)), ScriptedClock(IN_TIME)))
    for example in [*EXAMPLES.values(), *EXAMPLES.values()]:
        panels.inbox.handle(example)
    noted = [each for each in panels.store.page(0, 1_000) if isinstance(each.fact, PeopleJoined | PeopleParted)]
    assert [type(each.fact) for each in noted] == [PeopleJoined, PeopleParted]
    assert len(noted[0].about) == 2
    told = [each.fact for each in panels.store.page(0, 1_000) if isinstance(each.fact, PersonToldApart)]
    assert [(each.person_id, each.split_id) for each in told] == [(noted[0].fact.one_id, noted[0].fact.other_id)]
    assert panels.letters.all() == []
    panels.views.close()
    panels.store.close()
