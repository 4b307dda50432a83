"""A set that was published is written as a file that ships: what is read back is the same set, and it is sound."""

import tomllib

import msgspec
import pytest

from services.triage.application.rule_sets.export import as_toml
from services.triage.application.rule_sets.shelf import rule_set_of
from services.triage.domain.rule_sets.document import read_document
from shared.contracts.vocabulary import VOCABULARY
from tests.triage.domain.shipped import current, rule_sets


@pytest.mark.parametrize("version", [rules.used.version for rules in rule_sets().all])
def test_every_shipped_set_survives_the_way_into_a_file_and_back(version: str) -> None:
    document = next(each.document for each in rule_sets().all if each.used.version == version)
    assert read_document(tomllib.loads(as_toml(document))) == document


def test_words_with_quotation_marks_line_ends_and_signs_survive_too() -> None:
    title = 'A "quoted" title\nwith \\ and \x7f, “these” and 🎆'
    document = msgspec.structs.replace(current().document, title=title)
    assert read_document(tomllib.loads(as_toml(document))).title == title


def test_a_set_that_was_stored_as_a_fact_decides_as_the_file_does() -> None:
    stored = msgspec.json.decode(msgspec.json.encode(current().document), type=type(current().document))
    assert rule_set_of(stored, VOCABULARY).document.rows == current().document.rows
