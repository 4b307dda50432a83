"""The officer's questions: danger first, closed ones before the story, and not asked is never no."""

from services.intake.web.forms import Field, document_of
from services.intake.web.spoken import DANGER, SAFETY
from services.intake.web.staff_questions import CONTACT, FIELDS, SCREENED, SECTIONS, asked
from shared.contracts.vocabulary import VOCABULARY

PLACES = [field.name for field in FIELDS]


def place(name: str) -> int:
    return PLACES.index(name)


def test_danger_is_asked_before_anything_else() -> None:
    assert PLACES[:4] == [DANGER.all_name, *(f"facts.{name}" for name in DANGER.answers)]
    assert {f"facts.{name}" for name in SAFETY} <= set(PLACES[: place("facts.tenure_of_source")])


def test_everything_that_decides_between_signpost_and_case_is_asked_before_the_story() -> None:
    screening = [section.slug for section in SECTIONS].index(SCREENED)
    screened = [field.name for section in SECTIONS[: screening + 1] for field in section.fields]
    wanted = ("category", "facts.noise_kind", "facts.statutory_nuisance_likely", "facts.tenure_of_source")
    wanted += ("facts.tenure_of_reporter", "facts.landlord_contacted", "facts.persistent")
    assert set(wanted) <= set(screened)
    assert all(place(name) < place("description") for name in screened)


def test_every_answer_there_is_can_be_given_once() -> None:
    assert sorted(name for name in PLACES if name.startswith("facts.")) == sorted(
        f"facts.{name}" for name in VOCABULARY.answers
    )
    assert len(PLACES) == len(set(PLACES))


def test_the_two_largest_kinds_of_demand_stand_on_top() -> None:
    on_top = list(VOCABULARY.categories)[:10]
    for code in ("noise", "rowdy_neighbours", "neighbour_dispute", "dog_fouling", "fly_tipping"):
        assert code in on_top


def test_a_question_can_be_left_and_that_is_not_a_no() -> None:
    for name in ("mental_health", "alcohol", "drugs", "immediate_danger"):
        field = asked(name)
        assert list(field.options) == ["yes", "no", "unknown", ""]
        assert document_of([field], {field.name: []}) == {}
        assert document_of([field], {field.name: ["unknown"]}) == {"facts": {name: "unknown"}}


def test_every_way_of_reaching_somebody_is_asked_for_by_itself() -> None:
    for way in ("phone", "sms", "email", "post", "in_person"):
        for fields in (FIELDS, CONTACT):
            (found,) = [field for field in fields if field.name == f"safe_contact.{way}.safe"]
            assert isinstance(found, Field)
            assert list(found.options) == ["yes", "no", "unknown", ""]
