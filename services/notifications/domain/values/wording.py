"""Which text a notice uses and what stands in it; a neutral one says nothing to whoever else may read it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from services.notifications.domain.values.channels import Audience, Channel

# Words that would tell somebody who reads over a shoulder what it is about or who writes. Matched as beginnings of
# words, so that "abused" and "policing" are found too.
TELLING = (
    "abus", "advis", "anti", "asb", "assault", "attack", "borough", "case", "child", "communit", "coordinat", "council",
    "counsel", "court", "crim", "danger", "dash", "domestic", "emergenc", "exploit", "harass", "harm", "help", "hate",
    "housing", "idva", "incident", "independent", "landlord", "marac", "marriage", "meeting", "multi", "neighbour",
    "noise", "offen", "officer", "panel", "partner", "perpetrator", "police", "policing", "protect", "referr", "refuge",
    "report", "risk", "safe", "service", "sexual", "social", "specialist", "stalk", "support", "team", "threat",
    "triage", "vawg", "victim", "violen", "waymark", "woman", "women",
)  # fmt: skip
_TELLING = re.compile(rf"\b(?:{'|'.join(TELLING)})\w*", re.IGNORECASE)
_LINK = re.compile(r"https?:|www\.|\w/\w|\w@\w|\b[a-z0-9-]+\.(?:uk|org|com|net|example)\b", re.IGNORECASE)
_PLACES_IN_NEUTRAL = frozenset({"reference"})
PLACES: Mapping[str, frozenset[str]] = {
    "reporter": frozenset({"reference", "door", "telephone", "council", "next_day"}),
    "staff": frozenset({"reference", "link", "due", "panel", "meeting_day", "agenda_version"}),
    "destination": frozenset(
        {"reference", "council", "telephone", "destination", "details", "who", "receipt_by", "code"}
    ),
}
# What somebody told us goes over whole and in its lines; everything else is a word or two.
_WHOLE = frozenset({"details"})
_LONGEST_DETAILS = 24_000
_LONGEST_VALUE = 400


@dataclass(frozen=True, slots=True)
class Text:
    """One version of one message in one language for one channel; only e-mail has a subject."""

    message: str
    version: int
    language: str
    channel: Channel
    neutral: bool
    subject: str
    body: str

    def filled(self, values: Mapping[str, str]) -> "Text":
        """The text with its places filled in. Raises KeyError where a value is missing."""
        clean = {name: _in_lines(value) if name in _WHOLE else plain(value) for name, value in values.items()}
        return Text(
            self.message, self.version, self.language, self.channel, self.neutral,
            self.subject.format_map(clean), self.body.format_map(clean),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Route:
    """Which published event sends what to whom; `when_sensitive` is the neutral message used instead, if any.

    `plain_only` is for what nobody must get where the referral is sensitive, or was said anew how to reach them since.
    `watched` is for what somebody has to say themselves in any case, which is watched where they work.
    `in_thread` is for what came as an e-mail that may be answered, and for nothing else; the others are for the rest.
    """

    event: str
    message: str
    to: Audience
    when_sensitive: str | None = None
    in_thread: bool = False
    plain_only: bool = False
    watched: bool = False


def plain(value: str) -> str:
    """A value as it may stand in a message: one line, nothing that does not print, never long."""
    return plain_line(value)[:_LONGEST_VALUE]


def _in_lines(value: str) -> str:
    lines = (plain_line(line) for line in value.splitlines())
    return "\n".join(lines)[:_LONGEST_DETAILS]


def plain_line(value: str) -> str:
    """A line of somebody's words without what does not print."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())


def places_in(text: str) -> set[str]:
    """The names of the places a text leaves open; a place with a format or an attribute counts as it is written."""
    return {
        name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
        for _, name, form, conversion in Formatter().parse(text)
        if name is not None
    }


def telling_parts(text: Text) -> list[str]:
    """What in a neutral text says too much: telling words, links, and places other than the reference."""
    whole = f"{text.subject}\n{text.body}"
    bare = re.sub(r"\{\w+\}", " ", whole)
    return sorted(
        {match[0].lower() for match in _TELLING.finditer(bare)}
        | {match[0].lower() for match in _LINK.finditer(bare)}
        | {f"{{{name}}}" for name in places_in(whole) - _PLACES_IN_NEUTRAL}
    )
