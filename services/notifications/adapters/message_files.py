"""Loads the texts of messages and the routing, and refuses to start on a text that says too much."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args

from services.notifications.domain.values.channels import DESTINATION, STAFF, Audience, Channel
from services.notifications.domain.values.wording import PLACES, Route, Text, places_in, telling_parts

FOLDER = Path(__file__).parents[1] / "messages"
ENGLISH = "en"
# The files are called what a person calls them.
_FILES: Mapping[str, Channel] = {"email.txt": "email", "sms.txt": "sms", "letter.txt": "post"}
_SUBJECT = "Subject: "
_VERSION = re.compile(r"v[1-9][0-9]*")


class BadMessages(Exception):
    """The message files cannot be used; lists every fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


class MessageFiles:
    """The `texts` in a folder: <message>/v<n>/<language>/{email,sms,letter}.txt, routing.toml and doors.toml."""

    def __init__(self, folder: Path, events: Collection[str]) -> None:
        """`events` are those that somebody can be told about. Raises BadMessages."""
        routing = tomllib.loads((folder / "routing.toml").read_text(encoding="utf-8"))
        self._neutral: frozenset[str] = frozenset(routing.get("neutral", ()))
        self._routes = tuple(Route(**route) for route in routing["routes"])
        self._doors: Mapping[str, Mapping[str, str]] = tomllib.loads(
            (folder / "doors.toml").read_text(encoding="utf-8")
        )
        self.texts = {
            (text.message, text.channel, text.language, text.version): text for text in _texts(folder, self._neutral)
        }
        if faults := [*self._faults_of_routes(events), *self._faults_of_texts()]:
            raise BadMessages(faults)

    def routes(self, event: str) -> Sequence[Route]:
        """Whom a published event is told to."""
        return [route for route in self._routes if route.event == event]

    def channels(self, message: str) -> frozenset[Channel]:
        """The channels there is an English text for."""
        return frozenset(text.channel for text in self._of(message) if text.language == ENGLISH)

    def is_neutral(self, message: str) -> bool:
        """Whether its texts were held to saying nothing."""
        return message in self._neutral

    def places(self, message: str) -> frozenset[str]:
        """The names of the places its texts leave open."""
        return frozenset(name for text in self._of(message) for name in places_in(f"{text.subject}{text.body}"))

    def text(self, message: str, channel: Channel, language: str, version: int | None = None) -> Text:
        """A version of a text, the newest where none is named; in English where the language has none."""
        found = [text for text in self._of(message) if text.channel == channel]
        spoken = [text for text in found if text.language == language]
        known = spoken or [text for text in found if text.language == ENGLISH]
        exactly = [text for text in known if text.version == version]
        return max(exactly or known, key=lambda text: text.version)

    def door(self, route: str, done_by: str | None) -> str | None:
        """Our own words for where to go; whatever is not said to be done by us is done by the resident."""
        return self._doors.get(route, {}).get("us" if done_by == "us" else "resident")

    def _of(self, message: str) -> Iterator[Text]:
        return (text for text in self.texts.values() if text.message == message)

    def _faults_of_routes(self, events: Collection[str]) -> Iterator[str]:
        for route in self._routes:
            if route.event not in events:
                yield f"routing.toml: nobody can be told about {route.event}"
            if route.to not in get_args(Audience):
                yield f"routing.toml: {route.to} is nobody we write to"
            for message in filter(None, (route.message, route.when_sensitive)):
                if not self.channels(message):
                    yield f"routing.toml: there is no English text of {message}"
            if route.to in (*STAFF, DESTINATION) and self.channels(route.message) - {"email"}:
                yield f"{route.message}: colleagues and destinations are written to by e-mail only"
            if route.when_sensitive and route.when_sensitive not in self._neutral:
                yield f"routing.toml: {route.when_sensitive} is not listed as neutral"

    def _faults_of_texts(self) -> Iterator[str]:
        to_staff = {route.message for route in self._routes if route.to in STAFF}
        to_others = {route.message for route in self._routes if route.to == DESTINATION}
        to_residents = {name for each in self._routes if _readers_of(each) == "reporter" for name in _messages(each)}
        for message in sorted((to_staff & to_residents) | (to_others & (to_staff | to_residents))):
            yield f"{message}: one message is for residents, for colleagues or for a destination, never for two of them"
        for text in self.texts.values():
            allowed = PLACES[
                "staff" if text.message in to_staff else "destination" if text.message in to_others else "reporter"
            ]
            for place in sorted(places_in(f"{text.subject}{text.body}") - allowed):
                yield f"{_name(text)}: the place {{{place}}} is not known"
            if text.neutral and (parts := telling_parts(text)):
                yield f"{_name(text)}: a neutral text may not say {', '.join(parts)}"
            if text.channel == "email" and not text.subject:
                yield f"{_name(text)}: an e-mail begins with {_SUBJECT.strip()}"


def _texts(folder: Path, neutral: Collection[str]) -> Iterator[Text]:
    for path in sorted(folder.glob("*/*/*/*.txt")):
        message, version, language = path.relative_to(folder).parts[:3]
        channel = _FILES.get(path.name)
        if channel is None or not _VERSION.fullmatch(version):
            raise BadMessages([f"{path.relative_to(folder)}: not <message>/v<n>/<language>/{'|'.join(_FILES)}"])
        subject, body = _parted(path.read_text(encoding="utf-8"), channel)
        yield Text(message, int(version[1:]), language, channel, message in neutral, subject, body)


def _parted(written: str, channel: Channel) -> tuple[str, str]:
    """An e-mail's first line is its subject; the other channels have none."""
    first, _, rest = written.partition("\n")
    if channel == "email" and first.startswith(_SUBJECT):
        return first.removeprefix(_SUBJECT).strip(), rest.strip() + "\n"
    return "", written.strip() + "\n"


def _readers_of(route: Route) -> str:
    if route.to == DESTINATION:
        return DESTINATION
    return "staff" if route.to in STAFF else "reporter"


def _messages(route: Route) -> Iterator[str]:
    yield from filter(None, (route.message, route.when_sensitive))


def _name(text: Text) -> str:
    return f"{text.message}/v{text.version}/{text.language}/{text.channel}"
