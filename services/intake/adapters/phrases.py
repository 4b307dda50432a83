"""Phrases that residents come back with: kept as hashes that take long to guess at, whatever else is lost."""

import threading

import argon2

from services.intake.domain.values import same_phrase

# OWASP's advice for Argon2id, as for passwords: 19 MiB, two passes, one lane.
_HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Written out, since every start of intake would work it out.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$o9AQ1mZYi7NY4iYCfFs0eQ$fppxTVWZcOnggfDZNz+WGr+Dtvo7ls2eF1pTEdt3pWA"
_AT_ONCE = threading.BoundedSemaphore(2)  # bounds what a burst of tries takes in memory


class HashedPhrases:
    """Argon2id over the phrase without its case, punctuation and gaps."""

    def hash(self, phrase: str) -> str:
        """What is kept of a phrase."""
        with _AT_ONCE:
            return _HASHER.hash(same_phrase(phrase))

    def matches(self, kept: str | None, phrase: str) -> bool:
        """Whether this is the phrase; takes as long where there is none to compare with."""
        with _AT_ONCE:
            try:
                return _HASHER.verify(kept or _NOBODY, same_phrase(phrase)) and bool(kept)
            except (argon2.exceptions.VerifyMismatchError, argon2.exceptions.InvalidHashError):
                return False
