"""What a timer asks of intake about a diary."""

from shared.kernel.handling import Command


class RemindOfDiary(Command):
    """The moment has come to remind somebody of her diary. `abuse` is whether anything speaks of it by now,
    `said_anew` whether somebody has said anew how she may be reached since the diary was given."""

    referral_id: str
    reference: str
    abuse: bool
    said_anew: bool
