"""A record that only people by name may know of: locked in a minute, gone for all others, opened by no one alone."""

import re
from dataclasses import replace

import pytest

from services.intake.domain.events.locks import LockChanged, LockEnded, RecordLocked
from services.intake.wiring.insiders_room import InsidersRoom
from shared.access.roles import Role
from tests.intake.web.pages.test_insiders import look_for_insiders
from tests.support.builders.intake_pages import Browser, FrontDesk

pytestmark = pytest.mark.slow

ADDRESS = "/intake/locked-records"
LIST = "/intake/referrals"


class Keepers:
    """Two who look after locks, and two officers."""

    def __init__(self, desk: FrontDesk) -> None:
        self.desk = desk
        self.governance = desk.officer(Role.INFORMATION_GOVERNANCE, "El Sax")
        self.manager = desk.officer(Role.SERVICE_MANAGER, "Max Hale")
        self.ann, self.bo = (
            desk.officer(Role.CASE_OFFICER, "Ann Fox"),
            desk.officer(Role.CASE_OFFICER, "Bo Lee"),
        )
        self.ids = {each.display_name: each.account_id for each in desk.app.state.access.accounts.all()}

    def lock(self, reference: str, *names: str, by: Browser | None = None) -> Browser:
        keeper = by or self.governance
        keeper.open(ADDRESS)
        keeper.send(ADDRESS, {"reference": reference, "named": [self.ids[name] for name in names]})
        return keeper

    def one(self, keeper: Browser) -> str:
        (address,) = set(re.findall(rf'href="({ADDRESS}/[^"]+)"', keeper.open(ADDRESS)))
        keeper.open(address)
        return str(address)

    def change(self, keeper: Browser, *names: str) -> None:
        address = self.one(keeper)
        keeper.send(address, {"named": [self.ids[name] for name in names]})

    def facts(self) -> list[type]:
        return [
            type(each.fact)
            for each in self.desk.recorded()
            if isinstance(each.fact, RecordLocked | LockChanged | LockEnded)
        ]

    def see(self, reference: str) -> list[str]:
        browsers = {"Max Hale": self.manager, "Ann Fox": self.ann, "Bo Lee": self.bo}
        return [name for name, browser in browsers.items() if reference in browser.open(LIST)]


@pytest.fixture
def keepers(desk: FrontDesk) -> Keepers:
    return Keepers(desk)


def test_a_locked_record_is_there_for_those_named_and_for_nobody_else(desk: FrontDesk, keepers: Keepers) -> None:
    reference, other = desk.refer(), desk.refer()
    assert keepers.see(reference) == ["Max Hale", "Ann Fox", "Bo Lee"]
    assert keepers.lock(reference.lower(), "Ann Fox").status == 200
    assert keepers.see(reference) == ["Ann Fox"]
    assert keepers.see(other) == ["Max Hale", "Ann Fox", "Bo Lee"]
    keepers.bo.open(f"{LIST}/{reference}")
    assert keepers.bo.status == 404
    assert desk.service.beside["walls"]() is None
    page = keepers.manager.open(ADDRESS)
    assert (reference in page, "Ann Fox" in page, "By El Sax" in page) == (True, True, True)
    assert f"/find?reference={reference}" not in page
    keepers.bo.open(ADDRESS)
    assert keepers.bo.status == 404


def test_somebody_who_comes_later_does_not_know_of_it_either(desk: FrontDesk, keepers: Keepers) -> None:
    reference = desk.refer()
    keepers.lock(reference, "Ann Fox")
    assert reference not in desk.officer(Role.CASE_OFFICER, "Cy Ash").open(LIST)


def test_locks_that_were_lost_are_put_up_again_and_until_then_verification_says_so(
    desk: FrontDesk, keepers: Keepers
) -> None:
    reference, walls = desk.refer(), desk.app.state.access.walls
    keepers.lock(reference, "Ann Fox")
    (lock,) = walls.locks()
    walls.put_lock(replace(lock, named=lock.named | {keepers.ids["Bo Lee"]}), stands=True)
    assert desk.service.beside["walls"]() == "1 missing, 1 that the history does not give"
    desk.refer()
    look_for_insiders(desk)
    assert desk.service.beside["walls"]() is None
    assert keepers.see(reference) == ["Ann Fox"]


def test_what_a_page_locks_while_the_chore_is_at_it_stays_locked(
    desk: FrontDesk, keepers: Keepers, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, due, at_it = desk.refer(), InsidersRoom.due, [True]

    def due_and_then_locked(room: InsidersRoom) -> object:
        found = due(room)
        if at_it:
            at_it.clear()
            keepers.lock(reference, "Ann Fox")
        return found

    monkeypatch.setattr(InsidersRoom, "due", due_and_then_locked)
    InsidersRoom(desk.service.views, desk.app.state.access.walls).put_up()
    assert (at_it, keepers.see(reference)) == ([], ["Ann Fox"])


def test_it_takes_two_to_get_in_and_one_who_is_in_to_end_it(desk: FrontDesk, keepers: Keepers) -> None:
    reference = desk.refer()
    keepers.lock(reference, "Ann Fox")
    keepers.change(keepers.governance, "Ann Fox", "El Sax")
    assert (keepers.governance.status, "You are not named for this record" in keepers.governance.text) == (409, True)
    address = keepers.one(keepers.manager)
    keepers.manager.send(f"{address}/ended", {})
    assert (keepers.manager.status, "You are not named for this record" in keepers.manager.text) == (409, True)
    keepers.change(keepers.governance, "Ann Fox", "Max Hale")
    assert keepers.governance.status == 200
    assert keepers.see(reference) == ["Max Hale", "Ann Fox"]
    keepers.one(keepers.manager)
    keepers.manager.send(f"{address}/ended", {})
    assert keepers.manager.status == 200
    assert keepers.see(reference) == ["Max Hale", "Ann Fox", "Bo Lee"]
    keepers.manager.send(f"{address}/ended", {})
    assert keepers.manager.status == 404
    assert keepers.facts() == [RecordLocked, LockChanged, LockEnded]


def test_a_record_is_locked_once_and_only_one_that_is_there(desk: FrontDesk, keepers: Keepers) -> None:
    reference = desk.refer()
    assert keepers.lock("WM-2222-2", "Ann Fox").status == 422
    assert "There is no referral with this reference." in keepers.governance.text
    keepers.lock(reference, "Max Hale")
    assert keepers.lock(reference, "Max Hale", by=keepers.manager).status == 422
    assert "This record is locked already." in keepers.manager.text
    keepers.lock(reference, "Ann Fox")
    assert "There is no referral with this reference." in keepers.governance.text
    assert keepers.facts() == [RecordLocked]


def test_somebody_has_to_be_able_to_work_on_it(desk: FrontDesk, keepers: Keepers) -> None:
    reference = desk.refer()
    for names in ((), ("El Sax",)):
        assert keepers.lock(reference, *names).status == 422
        assert "Tick at least one triage officer, case officer or service manager" in keepers.governance.text
        assert f'value="{reference}"' in keepers.governance.text
    keepers.lock(reference, "Ann Fox")
    keepers.change(keepers.governance, "El Sax")
    assert keepers.governance.status == 422
    assert keepers.facts() == [RecordLocked]


def test_a_keeper_who_is_too_near_to_it_does_not_learn_that_it_is_locked(desk: FrontDesk, keepers: Keepers) -> None:
    reference = desk.refer()
    keepers.governance.open("/intake/insiders")
    near = {"reference": reference, "near": "family", "account": keepers.ids["Max Hale"]}
    keepers.governance.send("/intake/insiders/conflicts", near)
    keepers.lock(reference, "Ann Fox", "Max Hale")
    assert reference in keepers.governance.open(ADDRESS)
    address = keepers.one(keepers.governance)
    assert reference not in keepers.manager.open(ADDRESS)
    keepers.manager.open(address)
    assert keepers.manager.status == 404
    assert keepers.see(reference) == ["Ann Fox"]
