"""What may be asked of triage about telling others."""

from datetime import date

from pydantic import Field

from shared.kernel.handling import Command


class RecordDisclosure(Command):
    """On what basis a recipient may be told. `wishes` are (state, words) by question."""

    referral_id: str
    disclosure_id: str
    today: date
    recipient: str
    to: str = Field(default="", repr=False)
    lawful_basis: str
    condition: str
    consent: str
    consent_why: str = Field(default="", repr=False)
    necessity: str = Field(repr=False)
    proportionality: str = Field(repr=False)
    police: str
    police_why: str = Field(repr=False)
    wishes: dict[str, tuple[str, str]] = Field(default={}, repr=False)


class ConsiderThreshold(Command):
    """Somebody has considered whether a law's threshold is met."""

    referral_id: str
    threshold: str
    result: str
    considered_by: str = Field(repr=False)
    considered_on: date
    today: date
    why: str = Field(repr=False)
