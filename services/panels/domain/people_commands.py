"""What intake tells panels about who is one person."""

from shared.kernel.handling import Command


class JoinPeople(Command):
    """Two records are one person; `referral_ids` are those they stand in."""

    one_id: str
    other_id: str
    referral_ids: tuple[str, ...]


class PartPeople(Command):
    """Two records are two people again."""

    one_id: str
    other_id: str
    referral_ids: tuple[str, ...]


class TellPersonApart(Command):
    """In this referral somebody goes by another id."""

    referral_id: str
    reference: str
    person_id: str
    split_id: str
