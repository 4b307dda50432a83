"""The auditor's desk: one masked detail revealed, one sample drawn; each stands in a stream of its own."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from services.audit.domain.commands import DrawSampleFrom, RevealDetail
from services.audit.domain.events import DetailRevealed, SampleDrawn
from services.audit.domain.refusals import NothingToDrawFrom
from services.audit.domain.values import LARGEST_SAMPLE, PURPOSES
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import FieldError, InvalidInput


class Blank(State, frozen=True, kw_only=True):
    """Nothing has been done under this id."""


class Settled(State, frozen=True, kw_only=True):
    """It has been done."""


Item = Blank | Settled

DECIDER: Decider[Item] = Decider(Blank(), lambda state, fact: Settled())


def reveal_detail(command: RevealDetail, item: Item) -> Sequence[Fact]:
    """Only for a purpose that is on the list and with a reason in words: both are answered for later."""
    if isinstance(item, Settled):
        return ()
    errors = []
    if command.purpose not in PURPOSES:
        errors.append(FieldError("/purpose", "needed", "Choose what you need it for."))
    if not command.reason.strip():
        errors.append(FieldError("/reason", "needed", "Say in a sentence why you need to see it."))
    if errors:
        raise InvalidInput(errors)
    return (
        DetailRevealed(
            reveal_id=command.reveal_id,
            reference=command.reference,
            referral_id=command.referral_id,
            event_id=command.event_id,
            ledger_position=command.ledger_position,
            field=command.field,
            person_id=command.person_id,
            purpose=command.purpose,
            reason=private(command.person_id, Narrative, command.reason.strip()),
        ),
    )


def draw_sample(command: DrawSampleFrom, item: Item) -> Sequence[Fact]:
    """The tree head decides, so nobody could have chosen, and anybody can draw the same again."""
    if isinstance(item, Settled):
        return ()
    if not 1 <= command.size <= LARGEST_SAMPLE:
        raise InvalidInput([FieldError("/size", "out_of_range", f"Draw between 1 and {LARGEST_SAMPLE}.")])
    if not command.references:
        raise NothingToDrawFrom
    return (
        SampleDrawn(
            sample_id=command.sample_id,
            ledger_position=command.ledger_position,
            tree_head=command.tree_head,
            references=drawn(command.references, command.tree_head, command.size),
        ),
    )


def drawn(references: Iterable[str], tree_head: str, size: int) -> tuple[str, ...]:
    """The references whose hashes together with the tree head come first."""
    by_lot = sorted(set(references), key=lambda one: sha256(f"{tree_head}\n{one}".encode()).digest())
    return tuple(by_lot[:size])
