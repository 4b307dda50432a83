"""A file that was taken in becomes one fact of its referral, once, and whoever opens it is written down first."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

from fastapi import Request

from services.intake.application.ports import Held
from services.intake.domain.commands import AddEvidence
from services.intake.domain.events import StoredFile
from services.intake.domain.given import GivenEvidence
from services.intake.read_models.referral_timeline import Standing
from services.intake.web.adding import add_all, command_of, record_opened
from services.intake.web.desk import Desk
from shared.kernel.dispatching import Done, Receipt
from shared.kernel.messages import Context
from shared.kernel.tracing import begun
from shared.web.correlation import TRACE
from tests.support.builders.intake import NOW, REFERENCE, a_submitted_referral

GIVEN = GivenEvidence.model_validate_json('{"says": "The yard", "purposes": ["assess"]}')
FOUND = Standing(a_submitted_referral(), "2026-11-23T09:31:00Z", "live", {}, None, "account-1")
REQUEST = Request({"type": "http", "headers": [], TRACE: begun()})


def held(name: str) -> Held:
    file = StoredFile(media_type="image/jpeg", size=3, digest="d", cleaned="removed")
    return Held(name, REFERENCE, "person-1", "photo", file)


class Table:
    """A desk that writes down what it is asked to do; the same receipt is answered as before."""

    def __init__(self) -> None:
        self.done: dict[tuple[str, str], AddEvidence] = {}
        self.viewed: list[tuple[str, tuple[str, ...], str, str]] = []
        self.dispatch = SimpleNamespace(later=self._later)

    def clock(self) -> Any:
        return NOW

    async def _later(self, command: AddEvidence, context: Context, receipt: Receipt) -> Done:
        self.done.setdefault((receipt.scope, receipt.key), command)
        position = list(self.done).index((receipt.scope, receipt.key)) + 1
        return Done("", (), position, position)

    def record_view(self, context: Context, stream: str, about: tuple[str, ...], what: str) -> None:
        self.viewed.append((stream, about, what, context.actor))


def desk(table: Table) -> Desk:
    return cast("Desk", table)


def test_a_file_becomes_part_of_its_own_referral_under_the_key_it_lies_under() -> None:
    command = command_of(desk(Table()), FOUND, held("file-1"), GIVEN, "resident")
    assert (command.reference, command.referral_id) == (REFERENCE, FOUND.submitted.referral_id)
    assert (command.evidence_id, command.person_id, command.kind, command.road) == (
        "file-1", "person-1", "photo", "resident",
    )  # fmt: skip
    assert (command.at, command.given) == (NOW, GIVEN)


def test_several_are_added_in_their_order_and_the_position_is_the_last_ones() -> None:
    table = Table()
    files = [held("file-1"), held("file-2")]
    assert asyncio.run(add_all(desk(table), REQUEST, FOUND, files, GIVEN, "staff")) == 2
    assert [each.evidence_id for each in table.done.values()] == ["file-1", "file-2"]


def test_sent_twice_each_is_added_once() -> None:
    table = Table()
    for _ in range(2):
        asyncio.run(add_all(desk(table), REQUEST, FOUND, [held("file-1")], GIVEN, "staff"))
    assert len(table.done) == 1


def test_without_files_nothing_is_done() -> None:
    assert asyncio.run(add_all(desk(Table()), REQUEST, FOUND, [], GIVEN, "staff")) == 0


def test_who_opens_a_piece_is_written_down_with_which_and_of_which_referral() -> None:
    table = Table()
    record_opened(desk(table), REQUEST, FOUND, "file-1")
    assert table.viewed == [(f"evidence-{REFERENCE}", (FOUND.submitted.referral_id,), "evidence file-1", "public")]
