"""Which decision answers which command about the rules themselves; all of them are written in one stream."""

from collections.abc import Callable, Sequence

from services.triage.domain.rule_sets import register as rule_register
from services.triage.domain.rule_sets.commands import (
    DraftRules,
    NoteProof,
    NoteSimulation,
    PublishRules,
    ReviseRules,
    WithdrawDraft,
)
from services.triage.domain.rule_sets.register import REGISTER, Edition
from shared.kernel.handling import Command, Handler

RULES_STREAM = "rules-borough"


def rule_commands(shipped: Callable[[], Sequence[Edition]]) -> dict[type[Command], Handler]:
    """The table; `shipped` are the editions that came as files, which no fact tells of."""

    def of(decide: object) -> Handler:
        return Handler(
            decider=REGISTER,
            stream=lambda command: RULES_STREAM,
            decide=decide,  # type: ignore[arg-type]  # each takes its own command
            about=lambda command, state: (),
        )

    return {
        DraftRules: of(lambda command, state: rule_register.draft_rules(command, state, shipped())),
        ReviseRules: of(rule_register.revise_rules),
        NoteProof: of(rule_register.note_proof),
        NoteSimulation: of(rule_register.note_simulation),
        PublishRules: of(lambda command, state: rule_register.publish_rules(command, state, shipped())),
        WithdrawDraft: of(rule_register.withdraw_draft),
    }
