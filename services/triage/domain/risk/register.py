"""Who is trained for which tools, and which published wordings were loaded: one stream for the borough."""

from collections.abc import Sequence
from datetime import date

import msgspec

from services.triage.domain.risk.commands import EndTraining, LoadLicensedText, RecordTraining
from services.triage.domain.risk.events import LicensedTextLoaded, TrainingEnded, TrainingRecorded
from services.triage.domain.risk.refusals import NotTrained, TrainingExpired
from services.triage.domain.risk.tools import Tools
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.refusals import FieldError, InvalidInput

LONGEST_TEXT = 500


class RiskRegister(State, frozen=True, kw_only=True):
    """The last training of each kind by account, and the last licensed text by tool."""

    trained: dict[str, dict[str, TrainingRecorded]] = msgspec.field(default_factory=dict)
    licensed: dict[str, LicensedTextLoaded] = msgspec.field(default_factory=dict)

    def require(self, account_id: str, training: str, today: date) -> None:
        """Raises NotTrained or TrainingExpired where somebody may not complete such a tool today."""
        found = self.trained.get(account_id, {}).get(training)
        if found is None or found.completed_on > today:
            raise NotTrained
        if found.valid_until < today:
            raise TrainingExpired


def evolve(state: RiskRegister, fact: Fact) -> RiskRegister:
    """The register after one more fact."""
    match fact:
        case TrainingRecorded():
            own = {**state.trained.get(fact.account_id, {}), fact.training: fact}
            return msgspec.structs.replace(state, trained={**state.trained, fact.account_id: own})
        case TrainingEnded():
            own = {**state.trained.get(fact.account_id, {})}
            own.pop(fact.training, None)
            return msgspec.structs.replace(state, trained={**state.trained, fact.account_id: own})
        case LicensedTextLoaded():
            return msgspec.structs.replace(state, licensed={**state.licensed, fact.tool: fact})
        case _:
            return state


REGISTER: Decider[RiskRegister] = Decider(RiskRegister(), evolve)


def record_training(command: RecordTraining, state: RiskRegister, tools: Tools) -> Sequence[Fact]:
    """Put somebody on the register, or renew. What stands there already is not recorded again."""
    errors = []
    if command.training not in tools.trainings:
        errors.append(FieldError("/training", "unknown_value", "Choose one of the trainings."))
    if command.completed_on > command.today:
        errors.append(FieldError("/completed_on", "in_future", "Give the day on which the training was completed."))
    if command.valid_until < command.completed_on:
        errors.append(FieldError("/valid_until", "too_early", "Give a last day that is after the training."))
    if errors:
        raise InvalidInput(errors)
    recorded = TrainingRecorded(
        account_id=command.account_id,
        training=command.training,
        completed_on=command.completed_on,
        valid_until=command.valid_until,
    )
    return () if state.trained.get(command.account_id, {}).get(command.training) == recorded else (recorded,)


def end_training(command: EndTraining, state: RiskRegister) -> Sequence[Fact]:
    """Take somebody off; what they completed before stands."""
    if command.training not in state.trained.get(command.account_id, {}):
        return ()
    return (TrainingEnded(account_id=command.account_id, training=command.training),)


def load_licensed_text(command: LoadLicensedText, state: RiskRegister, tools: Tools) -> Sequence[Fact]:
    """The published wording of one edition, whole: a question that kept our words among theirs would mislead."""
    tool = tools.edition(command.tool, command.version)
    errors = [
        FieldError(f"/{name}", "missing", says)
        for name, says in (
            ("licence", "Say under which licence the borough uses this wording."),
            ("edition", "Say which edition of the published wording this is."),
        )
        if not getattr(command, name).strip()
    ]
    if tool is None:
        errors.append(FieldError("/tool", "unknown_value", "Choose one of the tools."))
    elif set(command.texts) != {each.code for each in tool.questions} or not all(
        map(str.strip, command.texts.values())
    ):
        says = f"Give one line for each of the {len(tool.questions)} questions, in their order, and no other line."
        errors.append(FieldError("/texts", "wrong_number", says))
    if any(len(text) > LONGEST_TEXT for text in command.texts.values()):
        errors.append(FieldError("/texts", "too_long", f"A question has at most {LONGEST_TEXT} characters."))
    if errors:
        raise InvalidInput(errors)
    members = {name: getattr(command, name).strip() for name in ("tool", "version", "edition", "licence")}
    loaded = LicensedTextLoaded(**members, texts={code: text.strip() for code, text in command.texts.items()})
    return () if state.licensed.get(command.tool) == loaded else (loaded,)
