"""Loads the reviewed lists of words in force, and refuses to start on a list that could do more than raise."""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import structlog

from services.intake.domain.mail.reviews import Review
from services.intake.domain.mail.word_lists import Danger, DangerWords, PlainWords, WordLists, faults_of
from shared.contracts.vocabulary import VOCABULARY

# How people speak of danger changes, and so do the people who write to us.
REVIEWED_FOR = timedelta(days=366)
FOLDER = Path(__file__).parents[1] / "word_lists"
_NAME = re.compile(r"([a-z]{2,3})\.(\d{4}-\d{2}-\d{2})")
_ABOUT = {"language", "edition", "effective_from", "author"}
# All of them or none: a list that nobody has reviewed is still better than no list, but must not look as if.
_REVIEW = ("reviewed_by", "reviewed_on", "review_due")
# The answers that words may give: each of them only ever adds a route or raises the priority when it is yes.
MAY_RAISE = frozenset(
    {
        "immediate_danger", "serious_crime_now", "weapon_present_now", "child_at_risk", "adult_at_risk",
        "exploitation_indicator", "domestic_abuse", "hate_motive", "violence_or_threats", "strangulation",
        "threats_to_kill", "stalking", "honour_based", "suicidal", "weapon_ever",
    }
)  # fmt: skip

_log = structlog.get_logger()


class BadWordLists(Exception):
    """The lists cannot be used; names every fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


def load_word_lists(day: date, folder: Path = FOLDER) -> WordLists:
    """The lists in force on a day, the newest of each language. Raises BadWordLists with every fault of every list."""
    faults: list[str] = []
    dangers = _in_force(folder / "danger", day, faults)
    plain = _in_force(folder / "plain", day, faults)
    for name, list_ in dangers.items():
        faults += [f"danger/{name}: {fault}" for fault in _danger_faults(list_)]
    for name, list_ in plain.items():
        faults += [f"plain/{name}: {fault}" for fault in _plain_faults(list_)]
    faults += [] if dangers else ["danger: no list is in force, so no message could ever be raised"]
    faults += [] if len(plain) == 1 else ["plain: exactly one language may be answered in"]
    if faults:
        raise BadWordLists(faults)
    (plainly,) = plain.values()
    return WordLists(
        edition=max(each["edition"] for each in (*dangers.values(), plainly)),
        version=_version({**{f"danger/{name}": each for name, each in dangers.items()}, **plain}),
        dangers=tuple(_danger_words(each) for each in dangers.values()),
        plain=PlainWords(plainly["categories"], plainly["common"]),
        reviews=(*(_review("danger", each) for each in dangers.values()), _review("plain", plainly)),
    )


def _in_force(folder: Path, day: date, faults: list[str]) -> dict[str, Mapping[str, Any]]:
    """The newest list of each language that has come into force, by the name of its file.

    Before its first day a language's first list is used all the same: it can only raise, and that is never too early.
    """
    dated: dict[str, list[tuple[str, str]]] = {}
    for file in sorted(folder.glob("*.toml")):
        if found := _NAME.fullmatch(file.stem):
            dated.setdefault(found[1], []).append((found[2], file.stem))
        else:
            faults.append(f"{folder.name}/{file.stem}: is not called language.date")
    stems = [max([one for one in each if one[0] <= day.isoformat()], default=min(each))[1] for each in dated.values()]
    return {stem: read for stem in stems if (read := _read(folder, stem, faults)) is not None}


def _read(folder: Path, stem: str, faults: list[str]) -> Mapping[str, Any] | None:
    try:
        list_ = tomllib.loads((folder / f"{stem}.toml").read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{folder.name}/{stem}: cannot be read: {error}")
        return None
    missing = sorted(name for name in _ABOUT if not list_.get(name))
    if missing:
        faults.append(f"{folder.name}/{stem}: says nothing about {', '.join(missing)}")
        return None
    faults += [f"{folder.name}/{stem}: {fault}" for fault in _review_faults(list_)]
    said = f"{list_['language']}.{list_['effective_from']}"
    faults += [] if said == stem else [f"{folder.name}/{stem}: says inside that it is {said}"]
    return list_


def _review_faults(list_: Mapping[str, Any]) -> Iterator[str]:
    said = [name for name in _REVIEW if list_.get(name)]
    if not said:
        return
    yield from (f"is reviewed, but says nothing about {name}" for name in _REVIEW if name not in said)
    on, due = list_.get("reviewed_on"), list_.get("review_due")
    if not all(type(day) is date for day in (on, due) if day is not None):
        yield "reviewed_on and review_due are days, such as 2026-11-28"
    elif on is not None and due is not None and not on < due <= on + REVIEWED_FOR:
        yield f"is to be reviewed again within {REVIEWED_FOR.days} days of its review"


def _review(use: str, list_: Mapping[str, Any]) -> Review:
    by, on, due = (list_.get(name) for name in _REVIEW)
    day = list_["effective_from"]
    return Review(use, list_["language"], list_["edition"], day, by, on, due)


def _danger_faults(list_: Mapping[str, Any]) -> Iterator[str]:
    dangers: Sequence[Mapping[str, Any]] = list_.get("dangers", ())
    if not dangers:
        yield "names no danger"
    for danger in dangers:
        code = str(danger.get("code", ""))
        if not re.fullmatch(r"[a-z][a-z_]*", code):
            yield "a danger has no code"
        answers = danger.get("answers", ())
        yield from (f"{code} answers {name}, which may not be raised" for name in answers if name not in MAY_RAISE)
        yield from (f"{code} answers {name}, which no rule knows" for name in answers if name not in VOCABULARY.answers)
        if not answers:
            yield f"{code} raises nothing"
        yield from _phrase_faults(code, danger.get("says", ()))
        if not danger.get("says"):
            yield f"{code} has no phrase"
    yield from (
        f"signs: “{says}” {fault}" for says in list_.get("signs", {}).get("says", ()) if (fault := faults_of(says))
    )


def _plain_faults(list_: Mapping[str, Any]) -> Iterator[str]:
    categories = list_.get("categories", {})
    yield from (f"{name} is no category" for name in categories if name not in VOCABULARY.categories)
    yield from (
        f"{name}: “{says}” {fault}" for name, all_ in categories.items() for says in all_ if (fault := faults_of(says))
    )
    if not list_.get("common"):
        yield "has no common words, by which its language is known"


def _phrase_faults(where: str, phrases: Sequence[str]) -> Iterator[str]:
    yield from (f"{where}: “{phrase}” {fault}" for phrase in phrases if (fault := faults_of(phrase)))


def _danger_words(list_: Mapping[str, Any]) -> DangerWords:
    dangers = [Danger(each["code"], tuple(each["answers"]), tuple(each["says"])) for each in list_["dangers"]]
    signs = tuple(list_.get("signs", {}).get("says", ()))
    return DangerWords(list_["language"], dangers, signs, spaced=list_.get("spaced", True))


def _version(lists: Mapping[str, Mapping[str, Any]]) -> str:
    """The newest date among them, and a mark that differs whenever any word of any list does."""
    newest = max(each["effective_from"] for each in lists.values())
    mark = hashlib.sha256(repr(sorted((name, sorted(each.items(), key=str)) for name, each in lists.items())).encode())
    return f"{newest}/{mark.hexdigest()[:8]}"


def warn_of_unreviewed(lists: WordLists, day: date) -> None:
    """Say at a start which lists of words nobody has read, or nobody lately."""
    lacking = [(f"{each.use}/{each.language}", each.stands(day)) for each in lists.unreviewed(day)]
    for stands in ("missing", "overdue"):
        names = [name for name, how in lacking if how == stands]
        if names:
            _log.warning("word_lists_not_reviewed", review=stands, lists=names)
