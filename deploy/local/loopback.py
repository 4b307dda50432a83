"""Gives every port of every container a port of its own on 127.0.0.1, and rewrites what names them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from deploy.local.ports import free_ports

HOST = "127.0.0.1"
# From where the proxy asks, so that the apps can tell it from anything else on this machine.
PROXY_ASKS_FROM = "127.0.0.2"
_EVERYWHERE = "0.0.0.0"
_MOST_PORTS = 64


class Loopback:
    """`fixed` says which port here some (container, port) shall have; all others get free ones."""

    def __init__(self, names: Iterable[str], fixed: Mapping[tuple[str, int], int] | None = None) -> None:
        # The longest first, so that no name is taken for the end of another.
        listed = "|".join(re.escape(name) for name in sorted([*names, HOST], key=len, reverse=True))
        self._address = re.compile(rf"(?<![\w.-])({listed}):(\d+)\b")
        self._ports = dict(fixed or {})
        self._free = free_ports(_MOST_PORTS)

    def port(self, name: str, port: int) -> int:
        """The port here that stands for a container's."""
        if (name, port) not in self._ports:
            self._ports[name, port] = self._free.pop()
        return self._ports[name, port]

    def address(self, name: str, port: int) -> str:
        """The same with the host."""
        return f"{HOST}:{self.port(name, port)}"

    def rewritten(self, text: str, own: str) -> str:
        """A text as it must read here: the addresses of containers, and what the container `own` calls itself."""
        return self._address.sub(
            lambda found: self.address(own if found[1] == HOST else found[1], int(found[2])),
            text,
        )

    def command(self, command: Sequence[str], own: str) -> list[str]:
        """A command with its addresses, and the port that it listens at."""
        words = [HOST if word == _EVERYWHERE else self.rewritten(word, own) for word in command]
        for place, word in enumerate(words[:-1]):
            if word == "--port":
                words[place + 1] = str(self.port(own, int(words[place + 1])))
        return words


def moved(text: str, places: Mapping[str, Path]) -> str:
    """A text with the folders and files of a container as they lie here."""
    if not places:
        return text
    # One pass, so that a place here that begins like one in there is left alone.
    listed = "|".join(re.escape(inside) for inside in sorted(places, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w./-])({listed})(?=[/\s:;\"']|$)")
    return pattern.sub(lambda found: str(places[found[1]]), text)
