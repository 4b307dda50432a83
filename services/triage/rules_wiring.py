"""Puts together what works on rules: their proof, the past they are tried on, and those that stand; wiring calls it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from services.triage.adapters.rule_files import RuleFileRefused, load_rule_sets, read_rule_file
from services.triage.application.directory.live import live_destinations
from services.triage.application.directory.reading import BadList
from services.triage.application.directory.room import DirectoryRoom, destinations_in
from services.triage.application.directory.shipped import shipped_directory
from services.triage.application.rule_sets.handlers import RULES_STREAM
from services.triage.application.rule_sets.room import RuleRoom
from services.triage.application.rule_sets.shelf import RuleShelf
from services.triage.application.simulating.past import Past, past_referrals
from services.triage.domain.directory.listed import Directory
from services.triage.domain.rule_sets.document import RuleProblem, read_document
from services.triage.domain.rule_sets.proof import Proof
from services.triage.domain.rule_sets.register import REGISTER
from services.triage.domain.rules import RuleSet, RuleSets, rule_set_from
from shared.access.walls import Walls
from shared.contracts.vocabulary import VOCABULARY
from shared.event_store.databases import open_database
from shared.kernel.messages import Recorded
from shared.runtime.ground import Ground, Opened
from shared.runtime.service import Service
from shared.runtime.settings import BadSetting

_PAGE = 2_000
# The solver keeps all its terms in one place, which two threads may not enter at once.
_PROVING = Lock()
# A page waits for these to be read: a year of a borough. The command reads all there is.
_NEWEST = 100_000


def prove(raw: Mapping[str, Any]) -> Proof:
    """Every claim about a rule set by itself and how it came out."""
    # The solver is large, and most processes never prove anything.
    from services.triage.adapters.proof import proving

    with _PROVING:
        return proving.prove(raw, VOCABULARY)


def prove_beside(directory: Directory, today: date, raw: Mapping[str, Any]) -> Proof:
    """The same, and that every route leads to somebody whom the directory has as open."""
    proof = prove(raw)
    try:
        live = tuple(live_destinations(read_document(raw), directory, today))
    except RuleProblem:  # the proof has said so
        live = ()
    return replace(proof, results=(*proof.results, *live))


def shipped_doors() -> Directory:
    """The directory that ships. Raises BadSetting where it cannot be used."""
    return directory_for(shipped_rules().all)


def directory_for(rules: Sequence[RuleSet]) -> Directory:
    """The same, for these rules."""
    known = {name for each in rules for name in destinations_in(each.document)}
    try:
        return shipped_directory(known)
    except BadList as bad:
        raise BadSetting(f"Triage cannot start. The directory that ships cannot be used. {bad}") from None


@cache
def shipped_rules() -> RuleSets:
    """The rule sets that ship, read once: they do not change while a program runs. Raises RuleFileRefused."""
    return load_rule_sets(VOCABULARY)


def shelf(opened: Opened | Service, shipped: RuleSets | None = None) -> RuleShelf:
    """Every published rule set: those that came as files, those that ship unless said, and those published since."""
    return RuleShelf(shipped or shipped_rules(), VOCABULARY, lambda after: opened.store.stream(RULES_STREAM, after))


def proposed(file: Path) -> RuleSet:
    """A rule set of any file, sound enough to be judged by. Raises BadSetting with what to do."""
    try:
        return rule_set_from(read_rule_file(file), VOCABULARY)
    except (RuleFileRefused, RuleProblem) as problem:
        raise BadSetting(f"{file}: {problem}" if isinstance(problem, RuleProblem) else str(problem)) from None


def facts_of(service: Opened | Service, newest: int | None = None) -> Iterator[Recorded]:
    """What is in triage's log, page by page: all of it, or so many of the newest facts."""
    after = 0 if newest is None else max(service.store.head() - newest, 0)
    while page := service.store.page(after, _PAGE):
        yield from page
        after = page[-1].position


def past_on_pages(ground: Ground, opened: Opened | Service) -> list[Past]:
    """What a page tries rules on: the newest past, but for every referral that is kept from anybody.

    From anybody, not from whoever asks: figures that are one less for her alone would tell her, and rules that fit
    one person would find her.
    """
    database = open_database(ground.settings.address("ACCESS_URL"), "ACCESS_URL")
    try:
        kept = {wall.referral_id for wall in Walls(database, opened.recorder.wall_met).standing()}
    finally:
        database.close()
    return past_referrals(each for each in facts_of(opened, _NEWEST) if kept.isdisjoint(each.about))


def rule_room(ground: Ground, opened: Opened | Service, rules: RuleShelf, directory: DirectoryRoom) -> RuleRoom:
    """Where drafts are worked on."""
    return RuleRoom(
        rules,
        VOCABULARY,
        register=lambda: opened.store.fold(RULES_STREAM, REGISTER)[0],
        prove=lambda raw: prove_beside(_as_it_stands(directory), directory.today(), raw),
        past=lambda: past_on_pages(ground, opened),
        look=rules.look,
    )


def _as_it_stands(directory: DirectoryRoom) -> Directory:
    """With what another process has recorded a moment ago."""
    directory.look()
    return directory.now()
