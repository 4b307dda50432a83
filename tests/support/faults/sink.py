"""Where all mail of a borough under test ends: a real mail server that counts every message it is handed."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from shared.runtime.settings import TEAMS
from tests.support.mail_server import Mailboxes, a_mail_server

# With a mail server nothing starts before our own teams have addresses.
SINK_TEAMS = {name: f"{name.lower()}@council.example" for name in TEAMS}


@dataclass(frozen=True)
class Sink:
    """A mail server; `address` is what MAIL_URL says."""

    address: str
    _mailboxes: Mailboxes

    def notices(self) -> list[str]:
        """The notice of each message, by the id the message bears, as often as it came."""
        return [
            str(message["Message-ID"]).strip("<>").partition("@")[0] for _, _, message in list(self._mailboxes.taken)
        ]


@contextlib.contextmanager
def a_sink() -> Iterator[Sink]:
    """A running mail server."""
    mailboxes = Mailboxes()
    with a_mail_server(mailboxes) as port:
        yield Sink(f"smtp://127.0.0.1:{port}", mailboxes)
