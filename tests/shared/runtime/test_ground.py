"""How a service is put together: it opens, says what its facts mean, hears the bus, and tells plainly what is amiss."""

from collections.abc import Iterator
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from shared.event_store.engine import StoreNotUsable
from shared.event_store.keyring import WrongMasterKey
from shared.kernel.clock import ScriptedClock
from shared.kernel.messages import FactType
from shared.kernel.personal import Identity
from shared.runtime.facts import CatalogueRecorded, RecordViewed
from shared.runtime.ground import Ground, Opened, assemble, make_ground, open_service
from shared.runtime.settings import from_environment
from shared.runtime.worker import drain, work_of
from tests.support.builders import delivery
from tests.support.notebook import CLERK, COMMANDS, FACTS, MORNING, NamesNoted, NoteWritten, WriteNote
from tests.support.programs import another_program
from tests.support.small_disk import SmallDisk


def a_ground(folder: Path) -> Ground:
    """The ground under a data folder; made again it is what another process would have."""
    return make_ground(from_environment({}, data=str(folder)), ScriptedClock(MORNING))


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    made = a_ground(tmp_path / "data")
    yield made
    made.close()


def opened(ground: Ground, name: str = "notes", facts: tuple[FactType, ...] = FACTS) -> Opened:
    return open_service(ground, name, facts, {}, ())


def catalogues(service: Opened) -> list[CatalogueRecorded]:
    return [row.fact for row in service.store.page(0) if isinstance(row.fact, CatalogueRecorded)]


def test_a_service_records_what_its_facts_mean_once_and_again_when_it_changes(ground: Ground) -> None:
    opened(ground)
    assert len(catalogues(opened(ground))) == 1
    changed = (FactType(FACTS[0].name, 1, FACTS[0].shape, "Other words."), *FACTS[1:])
    told = catalogues(opened(ground, facts=changed))
    assert [entry.staff for entry in told[1].entries if entry.name == FACTS[0].name] == ["Other words."]
    assert len(told) == 2


def start_a_service(pipe: Connection, folder: Path) -> None:
    """Another program: waits for the word, opens everything, and says how it went."""
    pipe.send("ready")
    pipe.recv()
    try:
        service = opened(a_ground(folder))
        pipe.send(service.store.head())
    except Exception as error:
        pipe.send(repr(error))
    pipe.recv()


def test_programs_that_start_together_on_an_empty_folder_all_get_up(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with (
        another_program(start_a_service, folder) as one,
        another_program(start_a_service, folder) as two,
        another_program(start_a_service, folder) as three,
    ):
        programs = (one, two, three)
        assert [program.says() for program in programs] == ["ready"] * 3
        for program in programs:
            program.tell("go")
        assert [program.says() for program in programs] == [1, 1, 1]
    assert len(catalogues(opened(a_ground(folder)))) == 1


def test_from_command_to_copy_through_keys_bus_inbox_and_views(ground: Ground) -> None:
    notes, copies = opened(ground), opened(ground, "copies")
    publisher = assemble(ground, notes, COMMANDS, publication=delivery.PUBLISH)
    listener = assemble(ground, copies, delivery.COMMANDS, (delivery.COPY,))
    jo = ground.keyring.recognise(["jo"])
    publisher.dispatch(WriteNote(at=MORNING, stream="r-1", number=3, caller="Jo Okafor", person_id=jo), CLERK)
    drain([item for service in (publisher, listener) for item in work_of(service, ground.bus, ground.clock)])
    assert [row.fact for row in copies.store.stream("copy-r-1")] == [NoteWritten(number=3)]
    names = notes.store.stream("r-1")[1].fact
    assert isinstance(names, NamesNoted)
    assert ground.keyring.open(names.caller, Identity) == "Jo Okafor"


def test_nothing_personal_lies_open_in_any_file(ground: Ground) -> None:
    service = assemble(ground, opened(ground), COMMANDS)
    jo = ground.keyring.recognise(["phone 07700 900123"])
    service.dispatch(WriteNote(at=MORNING, stream="r-1", number=3, caller="Jo Okafor", person_id=jo), CLERK)
    files = [path for path in ground.settings.data.rglob("*") if path.is_file()]
    assert len(files) > 4
    assert [path.name for path in files if b"Okafor" in path.read_bytes() or b"900123" in path.read_bytes()] == []


def test_a_look_at_a_record_is_a_fact_of_its_own(ground: Ground) -> None:
    service = opened(ground)
    for _ in range(2):
        position = service.recorder.record_view(CLERK, "r-1", ("referral-1",), "the timeline", "a call")
    last = service.store.page(position - 1)[0]
    assert last.fact == RecordViewed(record="r-1", what="the timeline", purpose="a call")
    assert (last.context, last.about, last.version) == (CLERK, ("referral-1",), 1)


def test_two_services_may_not_share_one_log(tmp_path: Path) -> None:
    settings = from_environment({"WAYMARK_DATA": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/all.sqlite"})
    ground = make_ground(settings, ScriptedClock(MORNING))
    opened(ground, "intake")
    with pytest.raises(StoreNotUsable, match="belongs to intake, not to triage"):
        opened(ground, "triage")


def test_another_master_key_is_said_at_the_start(tmp_path: Path, ground: Ground) -> None:
    (tmp_path / "data" / "keys" / "master.key").unlink()
    with pytest.raises(WrongMasterKey, match="a new key would open nothing"):
        a_ground(tmp_path / "data")


def test_a_folder_that_cannot_be_written_is_said_at_the_start(small_disk: SmallDisk) -> None:
    small_disk.make_read_only()
    with pytest.raises(StoreNotUsable, match="its folder can be written"):
        a_ground(small_disk.folder / "data")


def test_a_file_in_the_place_of_the_folder_is_said_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(StoreNotUsable):
        a_ground(tmp_path / "data")


def test_recording_time_is_the_grounds_clock(ground: Ground) -> None:
    assert isinstance(ground.clock, ScriptedClock)
    ground.clock.set(MORNING + timedelta(days=3))
    assert opened(ground).store.page(0)[0].recorded_at == MORNING + timedelta(days=3)
