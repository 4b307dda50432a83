"""What intake asks of triage about addresses that nobody may find."""

from shared.kernel.handling import Command


class HideAddress(Command):
    """Addresses of a referral are those of a place that nobody may find."""

    referral_id: str
    code: str
    location: bool
    person_ids: tuple[str, ...]


class ShowAddress(Command):
    """That place is restricted no more."""

    referral_id: str
    code: str
