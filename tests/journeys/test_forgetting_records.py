"""Whoever was decided to be one person is forgotten as one, with every link and index entry; not while one is held."""

from pathlib import Path

import pytest

from services.intake.__main__ import parser
from services.intake.domain.commands import PlaceHold
from services.intake.domain.refusals import HoldStands
from services.intake.read_models import likenesses, people, sameness
from shared.kernel.personal import ERASED
from tests.support.builders.intake import CONTEXT, NOW
from tests.support.builders.intake_pages import FrontDesk

pytestmark = pytest.mark.slow

AMINA = {"full_name": "Amina Okafor", "date_of_birth": "1988-05-01", "is_victim": True}
SLIPPED = {"full_name": "Amina Okafer", "date_of_birth": "1988-05-01", "is_victim": True}
THIRD = {"full_name": "Amina Okaford", "date_of_birth": "1988-05-01", "is_victim": True}


def three_alike(folder: Path) -> tuple[FrontDesk, list[str]]:
    """Three referrals of what may be one woman, the first two merged by an officer."""
    desk = FrontDesk(folder)
    for reporter in (AMINA, SLIPPED, THIRD):
        desk.refer(reporter=reporter, people=[])
    (chore,) = [each for each in desk.service.chores if each.name == "likenesses"]
    while chore.step():
        pass
    ids = [each.account_of for each in desk.submitted()]
    address = f"/intake/alike/{ids[0]}/{ids[1]}"
    officer = desk.officer()
    officer.open(address)
    officer.send(address, {"_decision": "merge", "_because": "said_so", "_words": "She told us on the telephone."})
    assert officer.status == 200
    return desk, ids


def forget(folder: Path, person_id: str) -> int:
    options = parser().parse_args(
        ["forget", person_id, "--authority", "IG/7", "--reason", "asked", "--data", str(folder)]
    )
    code: int = options.command(options)
    return code


def test_forgetting_one_record_forgets_every_record_of_that_person_with_links_and_index(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, ids = three_alike(tmp_path)
    desk.close()
    assert forget(tmp_path, ids[1]) == 0
    assert "2 records that were decided to be this person were forgotten together." in capsys.readouterr().out
    desk = FrontDesk(tmp_path)
    desk.service.views.catch_up()
    with desk.service.views.reading() as connection:
        assert sameness.suggestions(connection) == []
        assert sameness.pairs_of(connection, ids) == []
        assert people.parts_of(connection, ids[:2]) == []
        assert [part.person_id for part in likenesses.of_person(connection, ids[2])] == [ids[2]]
    shown = [desk.get(f"/intake/api/referrals/{each.reference}").json() for each in desk.submitted()]
    assert [each["reporter"]["full_name"] for each in shown] == [ERASED, ERASED, "Amina Okaford"]
    assert desk.service.views.differing(("people", "likenesses", "sameness")) == {}
    desk.close()
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"She told us" not in files


def test_while_one_of_them_is_held_none_is_forgotten(tmp_path: Path) -> None:
    desk, ids = three_alike(tmp_path)
    desk.service.dispatch(PlaceHold(at=NOW, person_id=ids[0], hold="claim", authority="LEGAL-1"), CONTEXT)
    desk.close()
    with pytest.raises(HoldStands):
        forget(tmp_path, ids[1])
    desk = FrontDesk(tmp_path)
    assert desk.get(f"/intake/api/referrals/{desk.submitted()[1].reference}").json()["reporter"]["full_name"] != ERASED
    desk.close()
