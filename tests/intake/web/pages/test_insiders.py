"""Whom somebody of us knows: said in a minute, kept from them at once, given back by somebody else with a reason."""

import re
from pathlib import Path

import pytest

from services.intake.domain.commands import ChangeContactDetails
from services.intake.domain.events.insiders import ConflictDeclared, StaffMatched, TieDeclared, WallLifted
from services.intake.domain.given import GivenDetails
from shared.access.roles import Role
from shared.kernel.personal import ERASED, Identity
from tests.support.builders.intake import CONTEXT
from tests.support.builders.intake_pages import Browser, FrontDesk

pytestmark = pytest.mark.slow

ADDRESS = "/intake/insiders"
AMINA = {"full_name": "Amina Owusu", "phone": "020 7946 0321", "is_victim": True}


def look_for_insiders(desk: FrontDesk) -> None:
    """The chore, until there is nothing more to find; other processes would see it within a second."""
    desk.service.views.catch_up()
    (chore,) = [each for each in desk.service.chores if each.name == "insiders"]
    while chore.step():
        desk.service.views.catch_up()
    desk.app.state.access.walls.look_again()


def facts(desk: FrontDesk, *kinds: type) -> list[type]:
    return [type(each.fact) for each in desk.recorded() if isinstance(each.fact, kinds)]


def declare(officer: Browser, **form: str) -> None:
    officer.open(ADDRESS)
    officer.send(f"{ADDRESS}/{'conflicts' if 'reference' in form else 'ties'}", form)


def test_a_record_somebody_declares_is_gone_for_them_on_the_next_page(desk: FrontDesk) -> None:
    reference, ann, bo = (
        desk.refer(reporter=AMINA, people=[]),
        desk.officer(name="Ann Fox"),
        desk.officer(name="Bo Lee"),
    )
    assert reference in ann.open("/intake/referrals")
    declare(ann, reference=reference.lower(), near="friend")
    assert ann.status == 200
    assert reference not in ann.open("/intake/referrals")
    ann.open(f"/intake/referrals/{reference}")
    assert ann.status == 404
    assert reference in bo.open("/intake/referrals")
    declare(ann, reference=reference, near="friend")
    assert (ann.status, "There is no referral with this reference." in ann.text) == (422, True)
    assert facts(desk, ConflictDeclared) == [ConflictDeclared]
    assert desk.service.beside["walls"]() is None


def test_whoever_is_named_is_found_in_what_there_is_and_in_what_comes(desk: FrontDesk, tmp_path: Path) -> None:
    before, ann = desk.refer(reporter=AMINA, people=[]), desk.officer(name="Ann Fox")
    declare(ann, relation="neighbour", full_name="Grace Hall", phone="+44 20 7946 0321")
    look_for_insiders(desk)
    after = desk.refer(reporter={"full_name": "Hall, Grace", "is_victim": True}, people=[])
    other = desk.refer(reporter={"full_name": "Grace Hallam", "phone": "020 7946 0329"}, people=[])
    look_for_insiders(desk)
    shown = ann.open("/intake/referrals")
    assert [reference in shown for reference in (before, after, other)] == [False, False, True]
    assert facts(desk, TieDeclared, StaffMatched) == [TieDeclared, StaffMatched, StaffMatched]
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Grace Hall" not in files
    (tie,) = [each.fact for each in desk.recorded() if isinstance(each.fact, TieDeclared)]
    desk.ground.keyring.destroy(tie.tie_id)
    assert desk.ground.keyring.open(tie.full_name, Identity) == ERASED


def test_an_overseer_gives_it_back_with_a_reason_and_a_namesake_is_not_found_again(desk: FrontDesk) -> None:
    reference = desk.refer(reporter={"full_name": "Jo Okafor", "is_victim": True}, people=[])
    jo, manager = desk.officer(name="Jo Okafor"), desk.officer(Role.SERVICE_MANAGER, "Max Hale")
    look_for_insiders(desk)
    jo.open(f"/intake/referrals/{reference}")
    assert jo.status == 404
    page = manager.open(ADDRESS)
    assert "They themselves: full name" in page
    (lift,) = re.findall(rf'action="({ADDRESS}/walls/[^"]+/lifted)"', page)
    manager.send(lift, {"because": ""})
    assert (manager.status, "Choose why it is kept no longer." in manager.text) == (422, True)
    manager.send(lift, {"because": "somebody_else"})
    assert manager.status == 200
    look_for_insiders(desk)
    jo.open(f"/intake/referrals/{reference}")
    assert jo.status == 200
    assert facts(desk, StaffMatched, WallLifted) == [StaffMatched, WallLifted]
    manager.send(lift, {"because": "somebody_else"})
    assert manager.status == 404


def test_an_overseer_declares_for_others_and_learns_nothing_of_what_is_kept_from_her(desk: FrontDesk) -> None:
    reference = desk.refer(reporter=AMINA, people=[])
    manager, governance = (
        desk.officer(Role.SERVICE_MANAGER, "Max Hale"),
        desk.officer(Role.INFORMATION_GOVERNANCE, "El Sax"),
    )
    ann = desk.officer(name="Ann Fox")
    accounts = desk.app.state.access.accounts
    ids = {each.display_name: each.account_id for each in accounts.all()}
    declare(governance, reference=reference, near="family", account=ids["Max Hale"])
    declare(governance, reference=reference, near="family", account=ids["Ann Fox"])
    assert reference in governance.open(ADDRESS)
    assert reference not in manager.open(ADDRESS)
    assert reference not in ann.open(ADDRESS)
    (hers,) = [
        each for each in re.findall(r'action="([^"]+/lifted)"', governance.open(ADDRESS)) if ids["Max Hale"] in each
    ]
    manager.open(ADDRESS)
    manager.send(hers, {"because": "tie_is_over"})
    assert manager.status == 404
    declare(ann, reference=reference, near="friend", account=ids["Max Hale"])
    assert (ann.status, "Choose one of the people listed." in ann.text) == (422, True)


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(desk: FrontDesk) -> None:
    ann = desk.officer(name="Ann Fox")
    declare(ann, relation="", full_name="Grace")
    assert ann.status == 422
    assert "Choose how they are connected." in ann.text
    declare(ann, relation="friend", full_name="Grace")
    assert "Give a first and last name, a telephone number" in ann.text
    assert 'value="Grace"' in ann.text
    assert facts(desk, TieDeclared) == []


def test_where_it_happened_and_a_number_given_later_are_compared_too(desk: FrontDesk) -> None:
    ann = desk.officer(name="Ann Fox")
    declare(ann, relation="self", full_name="Ann Fox", phone="020 7946 0399", address="Flat 2, 9 Hazel Court, SW19 3BB")
    below = desk.refer(reporter=AMINA, people=[], location={"address": "Flat 1, 9 Hazel Court", "postcode": "SW19 3BB"})
    elsewhere = desk.refer(reporter=AMINA, people=[], location={"address": "11 Hazel Court", "postcode": "SW19 3BB"})
    look_for_insiders(desk)
    shown = ann.open("/intake/referrals")
    assert (below in shown, elsewhere in shown) == (False, True)
    submitted = next(each.fact for each in desk.recorded() if getattr(each.fact, "reference", "") == elsewhere)
    details = GivenDetails.model_validate_json('{"phone": "+44 20 7946 0399"}')
    changing = ChangeContactDetails(
        at=desk.clock(),
        reference=elsewhere,
        person_id=submitted.account_of,  # type: ignore[attr-defined]  # the referral as it came in
        given=details,
    )
    desk.service.dispatch(changing, CONTEXT)
    look_for_insiders(desk)
    assert elsewhere not in ann.open("/intake/referrals")
    assert [each.fact.by for each in desk.recorded() if isinstance(each.fact, StaffMatched)] == [
        ("building",),
        ("phone",),
    ]
