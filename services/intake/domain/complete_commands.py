"""What may be asked of intake about a referral that lacks answers."""

from pydantic import Field

from shared.kernel.handling import Command


class CompleteReferral(Command):
    """Answer questions about a referral, and say what it is about where nobody had; what is None stays as it is."""

    reference: str
    kind: str | None = None
    category: str | None = None
    strands: tuple[str, ...] | None = None
    answers: dict[str, str | int | None] = Field(default={}, repr=False)
