"""Facts to bytes and back: seals personal details on the way in, brings old shapes up to date on the way out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Personal, Unsealed

Upcasts = Mapping[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]]
Seal = Callable[[Unsealed], Personal[Any]]


class UnreadableFact(Exception):
    """The log holds something this program does not know; reading stops loudly instead of skipping it."""


class Codec:
    """Encodes and decodes the facts of one service.

    `upcasts` maps (name, version) to the step that turns that version's members into the next version's; ValueError
    if one is missing.
    """

    def __init__(self, types: Sequence[FactType], upcasts: Upcasts, seal: Seal) -> None:
        self._by_shape = {kind.shape: kind for kind in types}
        self._by_name = {kind.name: kind for kind in types}
        if len(self._by_name) != len(types):
            raise ValueError("two facts of one service bear the same name")
        for kind in types:
            for step in range(1, kind.version):
                if (kind.name, step) not in upcasts:
                    raise ValueError(f"no step leads from version {step} of {kind.name} to the next")
        self._decode = {(kind.name, kind.version): msgspec.json.Decoder(kind.shape).decode for kind in types}
        self._upcasts = upcasts

        def seal_personal(value: Any) -> Any:
            if isinstance(value, Unsealed):
                return seal(value)
            raise TypeError(f"a fact may not hold a {type(value).__name__}")

        self._encoder = msgspec.json.Encoder(enc_hook=seal_personal)

    def encode(self, fact: Fact) -> tuple[str, int, bytes]:
        """Name, schema version and JSON bytes, with every personal detail sealed."""
        kind = self._by_shape.get(type(fact))
        if kind is None:
            raise UnreadableFact(f"{type(fact).__name__} is not in this service's table of facts")
        return kind.name, kind.version, self._encoder.encode(fact)

    def decode(self, name: str, version: int, data: bytes) -> Fact:
        """Today's shape of a stored fact, whatever version it was written in."""
        decode = self._decode.get((name, version))
        try:
            return decode(data) if decode is not None else self._from_older(name, version, data)
        except msgspec.MsgspecError as error:
            # Only where it stands is repeated, never what stands there.
            place = str(error).partition(" - at ")[2] or "`$`"
            raise UnreadableFact(f"the log holds a {name} in version {version} of another shape, at {place}") from None

    def _from_older(self, name: str, version: int, data: bytes) -> Fact:
        kind = self._by_name.get(name)
        if kind is None:
            raise UnreadableFact(f"the log holds a fact named {name}, which this program does not know")
        if version > kind.version:
            raise UnreadableFact(
                f"the log holds {name} in version {version}, newer than this program's {kind.version}: "
                "start the newer program"
            )
        members = msgspec.json.decode(data)
        for step in range(version, kind.version):
            members = self._upcasts[name, step](members)
        return msgspec.convert(members, kind.shape)
