"""Which decision answers which command about the directory, and how it is looked up where a referral is closed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from services.triage.application.directory.shelf import DIRECTORY_STREAM
from services.triage.domain.commands import ConfirmDecision, ConfirmSignpost, OverrideDecision
from services.triage.domain.directory import changing
from services.triage.domain.directory.commands import (
    AssureLandlord,
    AssureService,
    ImportDirectory,
    ListLandlords,
    SetHandoverAddress,
    SetProvider,
    SetServiceStatus,
)
from services.triage.domain.directory.listed import Directory
from services.triage.domain.directory.refusals import NobodyTakesIt
from services.triage.domain.directory.register import directory_decider
from services.triage.domain.directory.showing import with_what_was_shown
from services.triage.domain.events import ReferralFacts
from services.triage.domain.state import Assessed, Standing
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Fact

_LONDON = ZoneInfo("Europe/London")
_DECISIONS: Mapping[type[Command], Callable[..., Sequence[Fact]]] = {
    ImportDirectory: changing.import_directory,
    AssureService: changing.assure_service,
    SetServiceStatus: changing.set_service_status,
    SetProvider: changing.set_provider,
    ListLandlords: changing.list_landlords,
    AssureLandlord: changing.assure_landlord,
    SetHandoverAddress: changing.set_handover_address,
}


def directory_commands(shipped: Directory) -> dict[type[Command], Handler]:
    """The table; all of it is written in one stream, so that a list is taken in whole or not at all."""
    decider = directory_decider(shipped)
    return {
        command: Handler(
            decider=decider, stream=lambda command: DIRECTORY_STREAM, decide=decide, about=lambda command, state: ()
        )
        for command, decide in _DECISIONS.items()
    }


def showing(table: Mapping[type[Command], Handler], directory: Callable[[], Directory]) -> dict[type[Command], Handler]:
    """The table of commands in which whatever closes a referral by showing a door says what was shown."""

    def with_shown(handler: Handler, decide: Callable[..., Sequence[Fact]]) -> Handler:
        def decided(command: Command, state: Standing) -> Sequence[Fact]:
            facts = decide(command, state)
            if not isinstance(state, Assessed):
                return facts
            return with_what_was_shown(facts, state.referral, directory(), shown_on(command, state.referral))

        return replace(handler, decide=decided)

    changed: dict[type[Command], Handler] = {
        each: with_shown(table[each], table[each].decide) for each in (ConfirmDecision, OverrideDecision)
    }
    signpost = with_shown(table[ConfirmSignpost], table[ConfirmSignpost].decide)
    return {**table, **changed, ConfirmSignpost: replace(signpost, decide=_left_to_a_person(signpost.decide))}


def shown_on(command: Command, referral: ReferralFacts) -> date:
    """The day by which the directory is read: today, and for what was imported the day it was received."""
    moment = referral.received_at if referral.origin == "import" else command.at
    return moment.astimezone(_LONDON).date()


def _left_to_a_person(decide: Callable[..., Sequence[Fact]]) -> Callable[..., Sequence[Fact]]:
    """A caller was sent to a door that nobody opens: that closes nothing, and the referral stays in the queue."""

    def decided(command: Command, state: Standing) -> Sequence[Fact]:
        try:
            return decide(command, state)
        except NobodyTakesIt:
            return ()

    return decided
