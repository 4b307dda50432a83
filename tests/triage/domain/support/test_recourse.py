"""No recourse to public funds is sealed, leads where practice says, and is translated for nobody outside."""

import pytest

from services.triage.application.publication import PUBLISH
from services.triage.domain.support import commands as asked
from services.triage.domain.support.events import SUPPORT_FACTS, RecourseNoted
from services.triage.domain.support.practice import RECOURSE_CODES
from services.triage.domain.support.recourse import note_recourse, way_without_recourse
from services.triage.domain.support.refusals import NotProtectedHere
from shared.kernel.personal import Sensitive, private
from tests.support.builders.support import ABUSER, VICTIM, a_case, at, on_case, the_practice


@pytest.mark.parametrize("said", ["yes", "no", "unknown"])
def test_it_is_one_of_three_answers_and_sealed(said: str) -> None:
    members = {"person_id": VICTIM, "no_recourse": said}
    (noted,) = note_recourse(asked.NoteRecourse.model_validate({**on_case(), **members}), a_case())
    assert isinstance(noted, RecourseNoted)
    assert noted.no_recourse == private(VICTIM, Sensitive, said)
    with pytest.raises(NotProtectedHere):
        note_recourse(asked.NoteRecourse.model_validate({**on_case(), **members, "person_id": ABUSER}), a_case())


@pytest.mark.parametrize(
    ("panels", "answers", "way"),
    [
        (("marac",), {"children_in_household": "yes"}, "high_risk"),
        ((), {"children_in_household": "yes"}, "care_needs"),
        ((), {"adult_at_risk": "yes"}, "care_needs"),
        ((), {"children_in_household": "unknown"}, "otherwise"),
    ],
)
def test_high_risk_first_then_a_duty_then_the_voluntary_sector(
    panels: tuple[str, ...], answers: dict[str, str | int | None], way: str
) -> None:
    assert way_without_recourse(panels, answers) == way


def test_each_way_is_said_and_nothing_of_support_is_published() -> None:
    practice = the_practice().on(at(23).date())
    assert practice is not None
    assert all(practice.recourse[code] for code in RECOURSE_CODES)
    assert not {kind.shape for kind in SUPPORT_FACTS} & set(PUBLISH)
