"""A paper form is keyed once, with the times that stand on it; a second copy is compared and makes no referral."""

from datetime import UTC, datetime

import pytest

from services.intake.domain.commands import KeyForm
from services.intake.domain.events import FormKeyed, FormKeyedAgain
from services.intake.web.forms import document_of
from services.intake.web.paper.questions import PARTS
from shared.kernel.identifiers import reference_from
from shared.kernel.personal import ERASED
from tests.intake.web.paper.conftest import Paper
from tests.support.builders.intake import CONTEXT, NOW

pytestmark = pytest.mark.slow

KEY = "/intake/forms/key"
STORY = "Loud music through the wall."
FORM = {
    "_received.day": "20", "_received.month": "11", "_received.year": "2026", "_received_time": "21:40",
    "channel": "phone", "description": STORY, "reporter.full_name": "Amina Okafor", "reporter.phone": "07700 900123",
    "safe_contact.phone.safe": "yes", "facts.immediate_danger": "no", "occurred.from.day": "1",
    "occurred.from.month": "11", "occurred.from.year": "2026",
}  # fmt: skip


def keyed(paper: Paper, number: str, **changes: str) -> str:
    typed = FORM | {name.replace("__", "."): text for name, text in changes.items()}
    paper.officer.open(f"{KEY}?number={number}")
    paper.officer.send(KEY, {"number": number, **typed})
    return paper.text


def test_a_form_becomes_a_referral_with_its_three_times_apart(paper: Paper) -> None:
    number = paper.issue()[0]
    assert "The form is in." in keyed(paper, number)
    (submitted,) = paper.submitted
    (keyed_fact,) = paper.facts(FormKeyed)
    assert submitted.received_at == datetime(2026, 11, 20, 21, 40, tzinfo=UTC)
    assert submitted.occurred.from_ is not None
    assert submitted.occurred.from_.isoformat() == "2026-11-01"
    recorded = next(each.recorded for each in paper.desk.recorded() if each.fact == submitted)
    assert recorded.startswith("2026-11-23T09:30")
    assert submitted.safe_contact.confirmed_at == submitted.received_at
    assert (submitted.kind, submitted.answers) == ("asb", {"immediate_danger": "no"})
    assert (keyed_fact.reference, keyed_fact.road) == (submitted.reference, "keyed")


def test_summer_time_is_londons(paper: Paper) -> None:
    number = paper.issue()[0]
    keyed(paper, number, _received__month="7", _received__day="3", occurred__from__month="6")
    assert paper.submitted[0].received_at == datetime(2026, 7, 3, 20, 40, tzinfo=UTC)


def test_the_letter_of_the_number_says_what_the_form_is_about(paper: Paper) -> None:
    number = paper.issue()[-1]
    paper.officer.open(f"{KEY}?number={number}")
    assert "Domestic abuse" in paper.text
    keyed(paper, number)
    assert paper.submitted[0].kind == "domestic_abuse"


@pytest.mark.parametrize("typed", ["A-2223-R", "A-2232-Q", "WM-7K3F-Q", "", "nonsense"])
def test_a_slip_in_the_number_is_seen_before_anything_is_typed(paper: Paper, typed: str) -> None:
    paper.issue()
    paper.officer.open(f"{KEY}?number={typed}")
    assert paper.officer.status == 422
    assert "Check the number" in paper.text


def test_the_same_number_keyed_twice_is_one_referral(paper: Paper) -> None:
    number = paper.issue()[0]
    keyed(paper, number)
    assert "just like this, so nothing was added" in keyed(paper, number)
    keyed(paper, number.lower().replace("-", " "))
    assert len(paper.submitted) == 1
    assert [each.differing for each in paper.facts(FormKeyedAgain)] == [()]


def test_a_copy_that_differs_is_kept_and_shown_beside_the_first(paper: Paper) -> None:
    number = paper.issue()[0]
    keyed(paper, number)
    said = keyed(paper, number, description="Shouting.", facts__immediate_danger="yes")
    assert "Is anyone in danger right now?" in said
    assert (len(paper.submitted), [each.differing for each in paper.facts(FormKeyedAgain)]) == (
        1,
        [("answers.immediate_danger", "description")],
    )
    paper.officer.open(f"/intake/forms/numbers/{number}")
    for text in (STORY, "Shouting.", "copies differ", "A copy that differs, keyed here 23 November 2026"):
        assert text in paper.text
    assert (f"referral-{paper.submitted[0].reference}", "copies of a form") in paper.desk.viewed()
    keyed(paper, number, description="Shouting.", facts__immediate_danger="yes")
    assert len(paper.facts(FormKeyedAgain)) == 2  # known by now, so it is the same once more


def test_whoever_is_forgotten_is_forgotten_in_the_copies_too(paper: Paper) -> None:
    number = paper.issue()[0]
    keyed(paper, number)
    keyed(paper, number, description="Shouting.")
    for person_id in {submitted.account_of for submitted in paper.submitted}:
        paper.desk.ground.keyring.destroy(person_id)
    paper.officer.open(f"/intake/forms/numbers/{number}")
    assert "Shouting." not in paper.text
    assert ERASED in paper.text
    kept = b"".join(path.read_bytes() for path in paper.desk.folder.rglob("*.sqlite*"))
    assert (b"Shouting." in kept, len(kept) > 10_000) == (False, True)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"_received__day": ""}, "Give the day that stands on the form"),
        ({"_received__day": "31", "_received__month": "11"}, "Give the day that stands on the form"),
        ({"_received_time": "9"}, "in 24 hours, such as 14:05"),
        ({"_received__year": "2027"}, "have not come yet"),
        ({"channel": ""}, "Choose one"),
        ({"reporter__email": "amina at example"}, "Give an e-mail address"),
        ({"safe_contact__phone__times": "whenever"}, "Give days and hours"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_is_kept(
    paper: Paper, changes: dict[str, str], says: str
) -> None:
    number = paper.issue()[0]
    said = keyed(paper, number, **changes)
    assert paper.officer.status == 422
    assert says in said
    assert STORY in said
    assert (paper.submitted, paper.facts(FormKeyed)) == ([], [])


def test_a_form_that_was_interrupted_goes_on_under_the_same_reference(paper: Paper) -> None:

    number = paper.issue()[0]
    begun = KeyForm(at=NOW, number=number, referral_id="referral-x", reference=reference_from(70), road="keyed")
    paper.desk.service.dispatch(begun, CONTEXT)
    keyed(paper, number)
    assert [(each.reference, each.referral_id) for each in paper.submitted] == [(reference_from(70), "referral-x")]


def test_a_reference_that_somebody_took_meanwhile_is_replaced(paper: Paper) -> None:

    number, taken = paper.issue()[0], paper.desk.refer()
    begun = KeyForm(at=NOW, number=number, referral_id="referral-x", reference=taken, road="keyed")
    paper.desk.service.dispatch(begun, CONTEXT)
    keyed(paper, number)
    assert len({each.reference for each in paper.submitted}) == 2
    assert paper.facts(FormKeyed)[-1].reference == paper.submitted[-1].reference


def test_every_question_of_a_form_reaches_the_referral() -> None:
    """So that nothing on paper is asked in vain: each field, filled in, changes the document."""

    values = {"day": "3", "number": "2", "choice": "yes", "truth": "yes"}
    for parts in PARTS.values():
        for field in (each for part in parts for each in part.fields if not each.name.startswith("_")):
            code = next((code for code in field.options if code), values.get(field.kind, "x"))
            typed = {name: [values["day"] if field.kind == "day" else code] for name in field.names()}
            assert document_of([field], typed), field.name


def test_a_number_that_cannot_be_called_is_said_and_kept_as_it_stands_when_somebody_says_so(paper: Paper) -> None:
    number = paper.issue()[0]
    shown = keyed(paper, number, reporter__phone="0770 90")
    assert "This number cannot be called as it stands." in shown
    assert 'value="0770 90"' in shown
    assert paper.submitted == []
    keyed(paper, number, reporter__phone="0770 90", reporter__phone___as_told="yes")
    assert len(paper.submitted) == 1
