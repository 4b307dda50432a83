"""The code that a destination says back when it has what was handed over."""

import hmac
import secrets

from shared.kernel.identifiers import ALPHABET

# Nobody guesses one of 24^8, and nobody is told whether a guess was right.
_LENGTH = 8


def new_code() -> str:
    """Letters and digits that nobody mishears, such as K7M4-Q2XT."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def is_code(typed: str, code: str) -> bool:
    """Whether that is the code, however it was typed; takes as long whether it is or not."""
    return hmac.compare_digest(_bare(typed).encode(), _bare(code).encode())


def _bare(text: str) -> str:
    return "".join(letter for letter in text.upper()[:40] if letter in ALPHABET)
