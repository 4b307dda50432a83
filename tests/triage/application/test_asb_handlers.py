"""Every command about anti-social behaviour has a handler, and stands in the stream of its case or its register."""

import inspect
from types import ModuleType

import pytest

from services.triage.application.asb_handlers import Ground, asb_commands, borough_commands
from services.triage.application.handlers import stream_of
from services.triage.domain.asb import borough_commands as borough
from services.triage.domain.asb import commands as asked
from services.triage.domain.asb.borough_commands import OfBorough
from services.triage.domain.asb.commands import OnCase, TakeStep
from services.triage.domain.asb.register import Orders
from shared.kernel.handling import Command, Handler
from shared.runtime.bank_holidays import england_and_wales
from tests.support.builders.asb import a_step, an_order, at, everything_allowed, the_law, the_practice

GROUND = Ground(
    law=the_law(),
    practice=the_practice(),
    calendar=england_and_wales(),
    authorities=everything_allowed,
    orders=an_order,
    took_part=lambda stream: frozenset(),
    report=lambda reference: None,
)
TABLES = [
    (asked, OnCase, asb_commands(GROUND)),
    (borough, OfBorough, borough_commands(GROUND)),
]


@pytest.mark.parametrize(("module", "base", "table"), TABLES, ids=["on a case", "of the borough"])
def test_every_command_has_a_handler(
    module: ModuleType, base: type[Command], table: dict[type[Command], Handler]
) -> None:
    defined = {kind for _, kind in inspect.getmembers(module, inspect.isclass) if issubclass(kind, base)}
    assert set(table) == defined - {base}


def test_a_step_is_decided_with_the_registers_as_they_stand_whatever_came_with_it() -> None:
    handler = asb_commands(GROUND)[TakeStep]
    gathered = handler.gather(a_step("fixed_penalty", at(5), authorities=None, orders=Orders()))
    assert (gathered.authorities, gathered.orders) == (everything_allowed(), an_order())
    assert handler.stream(gathered) == stream_of("referral-1")
    assert handler.about(gathered, None) == ("referral-1",)
