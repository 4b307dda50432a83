"""How the offline page writes its file: known to the page that writes it and to whoever reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FORMAT = "waymark-offline/1"
# What OWASP asks for with SHA-256; more would keep an old laptop busy for seconds with each form that is kept.
ITERATIONS = 600_000
SALT_BYTES, NONCE_BYTES = 16, 12
SHORTEST_PASSPHRASE = 12
MOST_FORMS_IN_A_FILE = 200


@dataclass(frozen=True, slots=True)
class OfflineForm:
    """One form of the file: its number and what was typed, by the names of the questions."""

    number: str
    typed: Mapping[str, list[str]] = field(repr=False)


class NotOurFile(Exception):
    """These bytes are no file of the offline page, or it was cut short."""


class WrongPassphrase(Exception):
    """The file does not open with this passphrase, or somebody has changed it."""
