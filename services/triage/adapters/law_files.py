"""Loads the dated law and the borough's dated practice; a file that is not sound keeps the service from starting."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from services.triage.domain.asb.law import Book, Dated, Law, LawProblem, Practice, law_from, practice_from, read_part
from services.triage.domain.closing import SilencePractice
from services.triage.domain.lessons.practice import LessonPractice, lesson_practice_from
from services.triage.domain.support.practice import (
    HousingLaw,
    SupportPractice,
    housing_law_from,
    support_practice_from,
)

LAW = Path(__file__).parent.parent / "law"
D = TypeVar("D", bound=Dated)


class LawFileRefused(Exception):
    """A file of law or practice cannot be used; its text names the file and what to do."""


def load_law(folder: Path = LAW / "enforcement") -> Book[Law]:
    """Every dated law of enforcement. Raises LawFileRefused."""
    return _load(folder, law_from)


def load_practice(folder: Path = LAW / "practice") -> Book[Practice]:
    """Every dated practice. Raises LawFileRefused."""
    return _load(folder, practice_from)


def load_closing(folder: Path = LAW / "closing") -> Book[SilencePractice]:
    """Every dated practice of closing cases for silence. Raises LawFileRefused."""
    return _load(folder, lambda raw: read_part(raw, SilencePractice))


def load_support_practice(folder: Path = LAW / "support") -> Book[SupportPractice]:
    """Every dated practice of support in domestic abuse. Raises LawFileRefused."""
    return _load(folder, support_practice_from)


def load_housing_law(folder: Path = LAW / "housing") -> Book[HousingLaw]:
    """Every dated law of priority need. Raises LawFileRefused."""
    return _load(folder, housing_law_from)


def load_lessons(folder: Path = LAW / "lessons") -> Book[LessonPractice]:
    """Every dated list of themes and sources of lessons. Raises LawFileRefused."""
    return _load(folder, lesson_practice_from)


def _load(folder: Path, read: Callable[[dict[str, Any]], D]) -> Book[D]:
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise LawFileRefused(f"{folder.name}: there is no file. Put at least one <effective-from>.toml there.")
    return Book([_read(file, read) for file in files])


def _read(file: Path, read: Callable[[dict[str, Any]], D]) -> D:
    name = f"{file.parent.name}/{file.name}"
    try:
        document = read(tomllib.loads(file.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LawFileRefused(f"{name}: this is no TOML in UTF-8: {error}. Correct the line.") from None
    except LawProblem as problem:
        raise LawFileRefused(f"{name}: {problem}.") from None
    day = document.effective_from.isoformat()
    if file.stem != day:
        raise LawFileRefused(f"{name}: effective_from is {day}. Name the file {day}.toml or correct the date.")
    return document
