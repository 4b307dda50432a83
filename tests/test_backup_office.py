"""A backup taken while all goes on is restored in an empty place, on either kind of database, and verified clean."""

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from services.__main__ import parser
from services.audit.wiring import open_evidence
from services.intake.adapters.equality_counts import EqualityCounts
from services.intake.application.forgetting import finish_forgetting
from services.intake.domain.commands import ForgetPerson
from services.intake.wiring import mail_room
from shared.access.roles import Role
from shared.event_store.copies import CopyDamaged
from shared.event_store.databases import open_database
from shared.event_store.keyring import open_keyring
from shared.kernel.clock import system_clock
from shared.kernel.messages import Context
from shared.kernel.personal import ERASED
from shared.kernel.refusals import StoreNotUsable
from shared.runtime.settings import from_environment
from tests.journeys.test_referral_to_agenda import NAME, high_risk
from tests.support.builders.borough import LittleBorough
from tests.support.builders.files import a_photo
from tests.support.builders.mail import NOISE, a_message

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

MASTER = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
Environment = dict[str, str]
ENDED = date(2026, 9, 30)


# A place of seven databases takes its time, so not everything is tried on both kinds.
on_both = pytest.mark.parametrize(
    "new_place", ["sqlite", pytest.param("postgresql", marks=pytest.mark.needs_postgres)], indirect=True
)


@pytest.fixture
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Environment]]:
    """Addresses of an empty place, as often as one is asked for; one master key is kept by hand for all of them."""
    made: list[Any] = []

    def make(name: str) -> Environment:
        data = {"WAYMARK_DATA": str(tmp_path / name), "WAYMARK_MASTER_KEY": MASTER}
        if getattr(request, "param", "sqlite") == "sqlite":
            return data
        from tests.support.postgres_addresses import PostgresAddresses

        made.append(PostgresAddresses(request.getfixturevalue("postgres")))
        return made[-1].environment(str(tmp_path / name)) | data

    yield make
    for each in made:
        each.drop()


def run(environment: Environment, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """A command as its user types it, in this process."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    options: argparse.Namespace = parser().parse_args(list(arguments))
    code: int = options.command(options)
    return code


def verified(environment: Environment) -> str:
    with closing(open_evidence(from_environment(environment), run=_no_views)) as evidence:
        report = evidence.verification.run()
        return report.differences[0].says if report.differences else "clean"


def _no_views(arguments: Any) -> Any:
    import subprocess

    return subprocess.CompletedProcess(arguments, 0, json.dumps({}), "")


def shown(environment: Environment, reference: str) -> Any:
    """The referral as the contact centre sees it after a start at these addresses."""
    with closing(LittleBorough(Path(environment["WAYMARK_DATA"]), environment=environment)) as borough:
        borough.settle()
        return borough.get(f"/intake/api/referrals/{reference}", Role.CONTACT_CENTRE).json()


def with_photo(borough: LittleBorough, reference: str) -> str:
    """A photo added to a referral; where it is fetched."""
    path = f"/intake/api/referrals/{reference}/evidence"
    headers = borough.headers(Role.CASE_OFFICER) | {"Idempotency-Key": f"photo-of-{reference}"}
    answer = borough.client.post(path, files={"file": ("a", a_photo(), "")}, headers=headers)
    assert answer.status_code == 201, answer.text
    return f"{path}/{answer.json()['evidence_id']}"


def fetched(environment: Environment, path: str) -> Any:
    """A file as a case officer is answered after a start at these addresses."""
    with closing(LittleBorough(Path(environment["WAYMARK_DATA"]), environment=environment)) as borough:
        borough.settle()
        differs = borough.built.services["intake"].beside["evidence"]()
        answer = borough.get(path, Role.CASE_OFFICER)
        return answer.content if answer.status_code == 200 else answer.status_code, differs


def came_by_mail(borough: LittleBorough) -> tuple[str, str | None, bytes | None]:
    """Why an e-mail was sorted as it was, its referral, and its bytes as they are kept."""
    room = mail_room(borough.built.ground, borough.built.services["intake"])
    outcome = room.take(a_message(NOISE))
    kept = room.originals.read(room.id_of(a_message(NOISE)))
    return outcome.reason, outcome.reference, kept


@contextmanager
def equality_counts(environment: Environment) -> Iterator[EqualityCounts]:
    """The sums of answers about equality at these addresses."""
    address = from_environment(environment).address("DATABASE_URL", "intake")
    database = open_database(address, "DATABASE_URL", "equality", lasting=True)
    yield EqualityCounts(database)
    database.close()


def forget(borough: LittleBorough, reference: str) -> str:
    intake, keyring, now = borough.built.services["intake"], borough.built.ground.keyring, borough.clock()
    submitted: Any = intake.store.stream(f"referral-{reference}")[0].fact
    person: str = submitted.account_of
    under = keyring.recognise(())
    asked = ForgetPerson(at=now, person_id=person, authority="IG/7", reason="asked for it", reason_under=under)
    context = Context("test", "information_governance", "story")
    intake.dispatch(asked, context)
    intake.dispatch(finish_forgetting(keyring, person, now), context)
    borough.settle()
    return person


@on_both
def test_a_backup_taken_while_referrals_come_in_is_restored_and_verified_clean(
    new_place: Callable[[str], Environment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = new_place("here"), new_place("there")
    borough, enough = LittleBorough(Path(here["WAYMARK_DATA"]), environment=here), Event()
    first = borough.refer(high_risk())
    photo = with_photo(borough, first)
    there_it_was = borough.get(photo, Role.CASE_OFFICER).content
    letter = came_by_mail(borough)
    with equality_counts(here) as counts:
        for _ in range(6):
            counts.add(ENDED, "sex", "female")
    sent = [first]

    def go_on() -> None:
        while not enough.is_set():
            sent.append(borough.refer(high_risk()))

    traffic = Thread(target=go_on)
    traffic.start()
    while len(sent) < 3:
        enough.wait(0.01)
    try:
        assert run(here, monkeypatch, "backup", str(tmp_path / "copy"), "--keys", str(tmp_path / "keys")) == 0
    finally:
        enough.set()
        traffic.join()
        borough.close()
    assert run(there, monkeypatch, "restore", str(tmp_path / "copy"), "--keys", str(tmp_path / "keys")) == 0
    assert verified(there) == "clean"
    assert shown(there, first)["reporter"]["full_name"] == NAME
    assert fetched(there, photo) == (there_it_was, None)
    with closing(LittleBorough(Path(there["WAYMARK_DATA"]), environment=there)) as restored:
        assert came_by_mail(restored) == ("taken_before", *letter[1:])
    with equality_counts(there) as counts:
        assert counts.ended(ENDED + timedelta(days=92)) == {"2026-07": {("sex", "female"): 6}}
    assert verified(there) == "clean"


def test_a_backup_made_before_a_forgetting_with_the_keyring_after_it_shows_erased(
    new_place: Callable[[str], Environment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = new_place("here"), new_place("there")
    with closing(LittleBorough(Path(here["WAYMARK_DATA"]), environment=here)) as borough:
        reference = borough.refer(high_risk())
        photo = with_photo(borough, reference)
        run(here, monkeypatch, "backup", str(tmp_path / "before"), "--keys", str(tmp_path / "keys before"))
        forget(borough, reference)
        assert borough.get(photo, Role.CASE_OFFICER).status_code == 404
        run(here, monkeypatch, "backup", str(tmp_path / "after"), "--keys", str(tmp_path / "keys after"))
    run(there, monkeypatch, "restore", str(tmp_path / "before"), "--keys", str(tmp_path / "keys after"))
    assert fetched(there, photo) == (404, None)
    assert shown(there, reference)["reporter"]["full_name"] == ERASED
    assert verified(there) == "clean"


@on_both
def test_a_keyring_older_than_a_forgetting_brings_nobody_back(
    new_place: Callable[[str], Environment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = new_place("here"), new_place("there")
    with closing(LittleBorough(Path(here["WAYMARK_DATA"]), environment=here)) as borough:
        reference, other = borough.refer(high_risk()), borough.refer(high_risk(reporter={"full_name": "Eve Example"}))
        run(here, monkeypatch, "backup", str(tmp_path / "before"), "--keys", str(tmp_path / "keys before"))
        person = forget(borough, reference)
        run(here, monkeypatch, "backup", str(tmp_path / "after"), "--keys", str(tmp_path / "keys after"))
    run(there, monkeypatch, "restore", str(tmp_path / "after"), "--keys", str(tmp_path / "keys before"))
    settings = from_environment(there)
    with closing(open_keyring(settings.address("KEYRING_URL"), settings.open_master_key, system_clock)) as keyring:
        assert keyring.living([person]) == set()
    assert shown(there, reference)["reporter"]["full_name"] == ERASED
    assert shown(there, other)["reporter"]["full_name"] == "Eve Example"


def test_a_keyring_put_back_by_hand_is_gone_through_at_the_next_start(
    new_place: Callable[[str], Environment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, other_keyring = new_place("here"), new_place("older")
    with closing(LittleBorough(Path(here["WAYMARK_DATA"]), environment=here)) as borough:
        reference = borough.refer(high_risk())
        run(here, monkeypatch, "backup", str(tmp_path / "before"), "--keys", str(tmp_path / "keys before"))
        forget(borough, reference)
    run(other_keyring, monkeypatch, "restore", str(tmp_path / "before"), "--keys", str(tmp_path / "keys before"))
    older = from_environment(other_keyring).address("KEYRING_URL")
    assert shown(here | {"KEYRING_URL": older}, reference)["reporter"]["full_name"] == ERASED


def test_a_damaged_backup_a_place_in_use_and_missing_keys_are_said_and_nothing_is_done(
    new_place: Callable[[str], Environment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = new_place("here"), new_place("there")
    copy, keys = str(tmp_path / "copy"), str(tmp_path / "keys")
    with closing(LittleBorough(Path(here["WAYMARK_DATA"]), environment=here)) as borough:
        reference = borough.refer(high_risk())
        run(here, monkeypatch, "backup", copy, "--keys", keys)
    with pytest.raises(StoreNotUsable, match="no keyring at KEYRING_URL"):
        run(there, monkeypatch, "restore", copy)
    with pytest.raises(StoreNotUsable, match="something in the database of intake already"):
        run(here, monkeypatch, "restore", copy)
    rows = tmp_path / "copy" / "triage.rows"
    whole = rows.read_bytes()
    rows.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(CopyDamaged, match=r"triage\.rows is not what was written"):
        run(there, monkeypatch, "restore", copy, "--keys", keys)
    rows.write_bytes(whole)
    assert run(there, monkeypatch, "restore", copy, "--keys", keys) == 0
    assert shown(there, reference)["reporter"]["full_name"] == NAME
    (tmp_path / "copy" / "manifest.json").unlink()
    with pytest.raises(CopyDamaged, match="broken off"):
        run(there, monkeypatch, "restore", copy)
