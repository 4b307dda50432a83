"""What may be asked of the rules themselves. `by` is the account that asks."""

from datetime import date

from services.triage.domain.rule_sets.document import RuleDocument
from shared.kernel.handling import Command


class DraftRules(Command):
    """Begin a set from the newest published one."""

    draft_id: str
    by: str
    document: RuleDocument


class ReviseRules(Command):
    """Change a draft. `revision` is the one that was changed, so that nobody overwrites what they have not seen."""

    draft_id: str
    revision: int
    by: str
    what: str
    document: RuleDocument


class NoteProof(Command):
    """Keep what a proof of a draft came to."""

    draft_id: str
    revision: int
    claims: int
    failures: tuple[str, ...]


class NoteSimulation(Command):
    """Keep what trying a draft on past referrals came to."""

    draft_id: str
    revision: int
    referrals: int
    changed: int
    more_protection: int
    less_protection: int
    both: int
    neither: int


class PublishRules(Command):
    """Approve a draft that somebody else wrote. `approver` is how the document names them; `today` is London's."""

    draft_id: str
    revision: int
    by: str
    approver: str
    today: date


class WithdrawDraft(Command):
    """Give a draft up."""

    draft_id: str
