"""What is handed over to whoever takes a matter: to which mailbox, what may go, and the code they say back."""

from datetime import date, datetime

import msgspec

from shared.kernel.personal import Contact, Narrative, Personal


class Handover(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One hand-over as it was asked for. `carries` names the kinds of details that may go: words, name, telephone.

    `lawful_basis` is there where those who protect a child or an adult at risk are told, and was recorded before.
    """

    handover_id: str
    destination: str
    mailbox: Personal[Contact]
    mailbox_due_on: date
    carries: tuple[str, ...]
    words: Personal[Narrative]
    code: Personal[Contact]
    receipt_due_at: datetime
    lawful_basis: str | None = None
