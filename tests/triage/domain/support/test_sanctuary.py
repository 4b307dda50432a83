"""Works at home go step by step to the last check with whoever lives there, whatever is tried in between."""

from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.support import commands as asked
from services.triage.domain.support.file import SupportFile
from services.triage.domain.support.refusals import SanctuaryRunning, WorksNeedDay, WorksOutOfOrder
from services.triage.domain.support.sanctuary import NEXT, ask_for_sanctuary, move_sanctuary
from shared.kernel.refusals import Refusal
from tests.support.builders.support import OFFICER, VICTIM, a_case, after, on_case

DAY = date(2026, 12, 1)
STEPS = ["surveyed", "owner_agreed", "works_ordered", "works_done", "checked_with_her", "refused", "withdrawn"]


def asked_for(file: SupportFile, number: int = 1) -> SupportFile:
    members = {"sanctuary_id": f"works-{number}", "person_id": VICTIM, "tenure": "council", "contact_id": OFFICER}
    return after(file, ask_for_sanctuary(asked.AskForSanctuary.model_validate({**on_case(), **members}), file))


def moved(file: SupportFile, status: str, works_by: date | None = DAY) -> SupportFile:
    members = {"sanctuary_id": "works-1", "status": status, "works_by": works_by}
    return after(file, move_sanctuary(asked.MoveSanctuary.model_validate({**on_case(), **members}), file))


def test_from_asking_to_the_check_with_her_one_person_answers_for_it() -> None:
    file = asked_for(a_case())
    with pytest.raises(SanctuaryRunning):
        asked_for(file, 2)
    for status in STEPS[:5]:
        file = moved(file, status)
    (works,) = file.sanctuaries
    assert (works.status, works.works_by, works.contact_id) == ("checked_with_her", DAY, OFFICER)
    assert len(asked_for(file, 2).sanctuaries) == 2


def test_works_are_ordered_for_a_day_and_again_where_it_was_missed() -> None:
    file = moved(moved(asked_for(a_case()), "surveyed"), "owner_agreed")
    with pytest.raises(WorksNeedDay):
        moved(file, "works_ordered", None)
    file = moved(moved(file, "works_ordered"), "works_ordered", date(2026, 12, 8))
    assert file.sanctuaries[0].works_by == date(2026, 12, 8)


@for_all(st.lists(st.sampled_from(STEPS), max_size=8))
@settings(max_examples=40)
def test_no_step_is_ever_left_out(steps: list[str]) -> None:
    file = asked_for(a_case())
    for status in steps:
        before = file.sanctuaries[0].status
        if status in NEXT.get(before, ()):
            file = moved(file, status)
            assert file.sanctuaries[0].status == status
        else:
            with pytest.raises(WorksOutOfOrder):
                moved(file, status)
    done = [each for each in steps if each == "works_done"]
    assert file.sanctuaries[0].status != "checked_with_her" or done


def test_works_nobody_asked_for_go_nowhere() -> None:
    with pytest.raises(Refusal):
        moved(a_case(), "surveyed")
