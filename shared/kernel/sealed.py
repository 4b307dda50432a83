"""What is sealed as one text under one key: codes that would say something about a person if they stood in clear."""

from typing import TypeVar

import msgspec

from shared.kernel.personal import Opener, Personal, Sensitive, private, still_known

S = TypeVar("S", bound="Sealed")


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """Members of a fact that are sealed together."""


def sealed(person_id: str, members: Sealed) -> Personal[Sensitive]:
    """All of them under a person's key."""
    return private(person_id, Sensitive, msgspec.json.encode(members).decode())


def unsealed(opener: Opener, value: Personal[Sensitive] | None, shape: type[S]) -> S | None:
    """The members again; None where there are none, or the person was forgotten."""
    text = still_known(opener, value, Sensitive)
    return None if text is None else msgspec.json.decode(text, type=shape)
