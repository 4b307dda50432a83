"""The file of a laptop is uploaded: each form once, one that is wrong holds no other back and is put right here."""

from typing import Any

import pytest

from services.intake.domain.events import FormKeyed
from tests.intake.adapters.test_offline_file import PASSPHRASE, a_file
from tests.intake.web.paper.conftest import Paper

pytestmark = pytest.mark.slow

UPLOAD = "/intake/forms/upload"
TYPED = {
    "_received.day": ["20"], "_received.month": ["11"], "_received.year": ["2026"], "_received_time": ["21:40"],
    "channel": ["phone"], "description": ["Loud music."],
}  # fmt: skip


@pytest.fixture
def numbers(paper: Paper) -> tuple[str, ...]:
    return paper.issue(held_as="laptop", asb="3")


def upload(paper: Paper, content: bytes, passphrase: str = PASSPHRASE) -> str:
    officer = paper.officer
    data = {"csrf": officer.csrf, "passphrase": passphrase}
    answer = officer.client.post(UPLOAD, data=data, files={"file": ("offline.waymark", content)})
    officer.status, officer.text = answer.status_code, answer.text
    return paper.text


def form(number: str, **typed: Any) -> dict[str, Any]:
    return {"number": number, "typed": {**TYPED, **{name.replace("__", "."): text for name, text in typed.items()}}}


def test_every_form_comes_in_and_again_only_as_known(paper: Paper, numbers: tuple[str, ...]) -> None:
    content = a_file([form(numbers[0]), form(numbers[3])])
    assert "2 taken in now, 0 here already" in upload(paper, content)
    assert "0 taken in now, 2 here already" in upload(paper, content)
    assert [each.kind for each in paper.submitted] == ["asb", "domestic_abuse"]
    assert {each.road for each in paper.facts(FormKeyed)} == {"uploaded"}


def test_one_that_is_wrong_holds_no_other_back_and_is_put_right_with_all_that_was_typed(
    paper: Paper, numbers: tuple[str, ...]
) -> None:
    wrong = form(numbers[0], reporter__email=["amina at example"], reporter__full_name=["Amina Okafor"])
    said = upload(paper, a_file([wrong, form(numbers[1])]))
    assert "E-mail address: Give an e-mail address" in said
    assert len(paper.submitted) == 1
    paper.officer.send("/intake/forms/key", {})
    assert 'value="amina at example"' in paper.text
    assert "Give an e-mail address" in paper.text
    mended = {name: texts[0] for name, texts in wrong["typed"].items()} | {"reporter.email": "", "then": ""}
    paper.officer.send("/intake/forms/key", mended)
    assert paper.officer.status == 200
    assert len(paper.submitted) == 2


def test_a_number_that_cannot_be_ours_is_said_and_nothing_is_made_of_it(paper: Paper, numbers: tuple[str, ...]) -> None:
    said = upload(paper, a_file([form("A-2223-R"), form(numbers[1])]))
    assert "This number cannot be one of ours" in said
    assert len(paper.submitted) == 1


def test_a_copy_that_differs_from_what_was_keyed_is_told(paper: Paper, numbers: tuple[str, ...]) -> None:
    upload(paper, a_file([form(numbers[0])]))
    said = upload(paper, a_file([form(numbers[0], description=["Shouting."])]))
    assert "1 here already and different" in said
    assert len(paper.submitted) == 1


def test_members_the_form_does_not_have_are_left_out(paper: Paper, numbers: tuple[str, ...]) -> None:
    upload(paper, a_file([form(numbers[0], agency=["met"], kind=["domestic_abuse"])]))
    (submitted,) = paper.submitted
    assert (submitted.agency, submitted.kind) == (None, "asb")


@pytest.mark.parametrize(
    ("content", "passphrase", "says"),
    [
        (b"", PASSPHRASE, "Choose the file"),
        (b"not ours", PASSPHRASE, "This is no file of the offline page"),
        (None, "four other words", "does not open with this passphrase"),
        (None, "", "does not open with this passphrase"),
    ],
)
def test_what_cannot_be_opened_is_said_at_its_field(
    paper: Paper, content: bytes | None, passphrase: str, says: str
) -> None:
    said = upload(paper, a_file([]) if content is None else content, passphrase)
    assert (paper.officer.status, says in said) == (422, True)
    assert passphrase not in said or not passphrase
