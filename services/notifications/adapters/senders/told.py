"""Writes one line into the log for each hand-over: ids and codes, never an address or a word of the text."""

import structlog

from services.notifications.application.ports import HandedOver, Letter, Outcome, Sender
from services.notifications.domain.gate import Outbox

_log = structlog.get_logger()


class ToldSender:
    """Another sender, with what it does told."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    @property
    def outbox(self) -> Outbox:
        return self._sender.outbox

    def send(self, letter: Letter) -> Outcome:
        """Hand over, and say how it went."""
        outcome = self._sender.send(letter)
        failure = None if isinstance(outcome, HandedOver) else outcome.failure
        _log.info(
            "notice_handed_over" if failure is None else "notice_not_handed_over",
            notice_id=letter.notice_id,
            channel=letter.channel,
            failure=failure,
        )
        return outcome
