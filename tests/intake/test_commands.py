"""`python -m services.intake forget` and `mail`: what is typed or piped in, and what is left after it."""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.intake.__main__ import parser
from services.intake.domain.commands import LiftHold, PlaceHold
from services.intake.read_models import people
from shared.kernel.identifiers import parse_reference
from shared.kernel.personal import ERASED
from shared.runtime.cli import CANNOT, DONE, main
from tests.support.builders.intake import CONTEXT, NOW
from tests.support.builders.intake_pages import FrontDesk, a_front_desk
from tests.support.builders.mail import NOISE, a_message

pytestmark = pytest.mark.slow

DETAILS = ("Amina Okafor", "07700 900123", "amina@example.org", "Loud music", "14 Example Road", "bluebell")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FrontDesk]:
    """Intake at work while the command is run beside it."""
    with a_front_desk(tmp_path) as running:
        running.refer()
        yield running


class _Piped:
    """Standard input as a program sees what is piped in."""

    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


def mail(folder: Path, raw: bytes, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "stdin", _Piped(raw))
    return main(parser(), ["mail", "--data", str(folder)])


def test_a_message_that_is_piped_in_comes_in_once_and_it_is_said_what_became_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = []
    for raw in (a_message(NOISE), a_message(NOISE), a_message("x", "y", Auto_Submitted="auto-replied"), b"rubbish"):
        assert mail(tmp_path, raw, monkeypatch) == DONE
        answers.append(json.loads(capsys.readouterr().out.splitlines()[-1]))
    first, again, automatic, rubbish = answers
    assert parse_reference(first["reference"]) == first["reference"]
    assert first == {"result": "referral", "reason": "new", "reference": first["reference"]}
    assert again == first | {"reason": "taken_before"}
    assert automatic == {"result": "ignored", "reason": "auto_reply", "reference": None}
    assert rubbish == {"result": "quarantined", "reason": "no_message", "reference": None}


def test_nothing_piped_in_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mail(tmp_path, b" \n", monkeypatch) == CANNOT
    assert "< message.eml" in capsys.readouterr().err


def forget(folder: Path, person_id: str) -> int:
    return main(
        parser(), ["forget", person_id, "--authority", "DPO 2026/7", "--reason", "She asked.", "--data", str(folder)]
    )


def names(desk: FrontDesk) -> list[str]:
    return [each.name for each in desk.recorded() if "forg" in each.name]


def test_after_it_page_call_history_and_search_show_nothing_of_her(
    desk: FrontDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (fact,) = desk.submitted()
    assert forget(tmp_path, fact.account_of) == DONE
    assert "up to 60 seconds" in capsys.readouterr().out
    assert names(desk) == ["intake.forget_requested", "intake.person_forgotten"]
    with a_front_desk(tmp_path) as later:
        shown = later.officer(name="Sam Reed").open(f"/intake/referrals/{fact.reference}")
        told = later.get(f"/intake/api/referrals/{fact.reference}").text
        for text in (shown, told):
            assert ERASED in text
            assert not [detail for detail in DETAILS if detail in text]
            assert "Mark Penrose" in text
        with later.service.views.reading() as connection:
            assert people.found(connection, later.ground.keyring, "phone", "07700 900123") == []
        assert later.service.views.differing() == {}
    on_disk = b"".join(each.read_bytes() for each in tmp_path.glob("intake*"))
    assert not [detail for detail in DETAILS if detail.encode() in on_disk]


def test_forgotten_twice_is_forgotten_once(desk: FrontDesk, tmp_path: Path) -> None:
    (fact,) = desk.submitted()
    assert (forget(tmp_path, fact.account_of), forget(tmp_path, fact.account_of)) == (DONE, DONE)
    assert names(desk) == ["intake.forget_requested", "intake.person_forgotten"]


def test_nobody_of_that_id_is_said_plainly_and_nothing_is_recorded(
    desk: FrontDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert forget(tmp_path, "nobody") == CANNOT
    assert capsys.readouterr().err == "There is nobody with this id here. Take the id from the referral's history.\n"
    assert names(desk) == []


def test_while_a_hold_stands_she_is_remembered(
    desk: FrontDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (fact,) = desk.submitted()
    held = {"person_id": fact.account_of, "hold": "inquest", "authority": "Coroner"}
    desk.service.dispatch(PlaceHold(at=NOW, **held), CONTEXT)
    assert forget(tmp_path, fact.account_of) == CANNOT
    assert capsys.readouterr().err.strip()
    assert "Amina Okafor" in desk.get(f"/intake/api/referrals/{fact.reference}").text
    desk.service.dispatch(LiftHold(at=NOW, **held), CONTEXT)
    assert forget(tmp_path, fact.account_of) == DONE
