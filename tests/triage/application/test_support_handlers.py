"""Every command about support has a handler, and stands in the stream of its case or its register."""

import inspect

import pytest

from services.triage.application.handlers import stream_of
from services.triage.application.support_handlers import SupportGround, register_commands, support_commands
from services.triage.domain.support import commands as asked
from services.triage.domain.support.commands import GiveToAdviser, OfSupport, OnSupport
from services.triage.domain.support.heard_commands import TellSafeWays
from services.triage.domain.support.panel_commands import AskHousingPanel, NotePanelBand
from shared.kernel.handling import Command, Handler
from shared.runtime.bank_holidays import england_and_wales
from tests.support.builders.support import ADVISER, on_case, the_housing_law, the_practice

GROUND = SupportGround(
    practice=the_practice(), housing=the_housing_law(), calendar=england_and_wales(), open_cases=lambda adviser: 12
)
TABLES = [(OnSupport, support_commands(GROUND)), (OfSupport, register_commands())]


@pytest.mark.parametrize(("base", "table"), TABLES, ids=["on a case", "of the borough"])
def test_every_command_has_a_handler(base: type[Command], table: dict[type[Command], Handler]) -> None:
    defined = {kind for _, kind in inspect.getmembers(asked, inspect.isclass) if issubclass(kind, base)}
    defined_elsewhere = {AskHousingPanel, NotePanelBand, TellSafeWays} if base is OnSupport else set()
    assert set(table) == (defined | defined_elsewhere) - {base}


def test_a_case_is_given_with_what_the_adviser_has_whatever_came_with_it() -> None:
    handler = support_commands(GROUND)[GiveToAdviser]
    gathered = handler.gather(GiveToAdviser(**on_case(), adviser_id=ADVISER, open_cases=0))
    assert gathered.open_cases == 12
    assert handler.stream(gathered) == stream_of("referral-1")
    assert handler.about(gathered, None) == ("referral-1",)
