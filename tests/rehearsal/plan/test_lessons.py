"""What was learnt: codes of the dated practice, words that name nobody, actions in every state."""

from datetime import date

from services.rehearsal.plan.case_deeds import FillIn
from services.rehearsal.plan.names import FAMILY, FEMALE, MALE, STREETS, WARDS
from services.rehearsal.plan.words.lessons import LESSONS
from services.triage.adapters.law_files import load_lessons
from services.triage.domain.lessons.commands import AgreeLessonAction, EndLessonAction, RecordLesson
from shared.kernel.identifying import found_in
from tests.support.builders.rehearsal import TODAY, a_plan, deeds_of, london_day

FORMS = deeds_of(a_plan(), FillIn)
RECORDED = [deed for deed in FORMS if deed.command is RecordLesson]
AGREED = {deed.said["action_id"]: deed for deed in FORMS if deed.command is AgreeLessonAction}
ENDED = {deed.said["action_id"]: deed for deed in FORMS if deed.command is EndLessonAction}


def test_themes_and_sources_are_those_of_their_day() -> None:
    for deed in RECORDED:
        practice = load_lessons().on(london_day(deed.at))
        assert practice is not None
        assert deed.said["theme"] in practice.themes
        assert deed.said["source"] in practice.sources
    assert len(RECORDED) == len(LESSONS) == len({deed.referral.key for deed in RECORDED})


def test_no_word_of_them_is_anybodys_name_or_street() -> None:
    names = (*FEMALE, *MALE, *FAMILY, *STREETS, *WARDS)
    words = [text for each in LESSONS for text in (each.words, *(act.words + act.why for act in each.actions))]
    assert not [(text, found) for text in words if (found := found_in(text, names))]
    assert found_in("Seen at Foxglove Parade", names), "and it would be found"


def test_actions_stand_in_every_state_when_the_visitor_comes() -> None:
    assert {deed.said["result"] for deed in ENDED.values()} == {"done", "not_done"}
    waiting = [deed for action_id, deed in AGREED.items() if action_id not in ENDED]
    assert any(deed.said["due_on"] < TODAY for deed in waiting), "one is late"
    assert any(deed.said["due_on"] > TODAY for deed in waiting)
    assert all(AGREED[action_id].at < deed.at for action_id, deed in ENDED.items())


def test_before_there_was_a_practice_nothing_was_learnt() -> None:
    assert not [deed for deed in deeds_of(a_plan(date(2026, 3, 1)), FillIn) if deed.command is RecordLesson]
