"""Every benchmark runs, agrees with its peers and keeps its figures; how fast it is here is nobody's business."""

import importlib.util
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.__main__ import NAMES, ON_REQUEST
from bench.cases import cases
from bench.closures import closures
from bench.decisions import Disagreement, agree
from bench.documents import document
from bench.rounds import Bar, ratios
from deploy.local.postgres import NoServer, programs
from services.intake.document.reading import read_referral
from services.triage.adapters.rule_files import load_rule_sets
from shared.contracts.vocabulary import VOCABULARY
from tests.support.bench import run_bench
from tests.support.missing import missing

pytestmark = pytest.mark.slow

HANDFUL = ["--rounds", "2", "--share", "0.02"]
# Of five million a thousandth is enough to see that it runs.
ELSEWHERE = ("http", "http-postgres", "delivery", "arrival", "workers")
CRUMBS = ["--rounds", "2", "--share", "0.001"]


def figures(name: str, folder: Path) -> dict[str, Any]:
    run_bench(name, *(CRUMBS if name in ON_REQUEST else HANDFUL), "--out", str(folder))
    kept: dict[str, Any] = json.loads((folder / f"{name}.json").read_text())
    return kept


def a_server_and_the_peers_pool() -> None:
    try:
        programs()
    except NoServer as error:
        missing(str(error))
    if importlib.util.find_spec("psycopg_pool") is None:
        missing("eventsourcing's PostgreSQL module wants the package psycopg-pool: run make setup-dev")


def wanting(name: str) -> Any:
    return pytest.param(name, marks=pytest.mark.needs_postgres) if name in ("postgres", "growth") else name


@pytest.mark.parametrize("name", [wanting(name) for name in (*NAMES, *ON_REQUEST) if name not in ELSEWHERE])
def test_a_benchmark_keeps_a_rate_for_every_case_and_a_ratio_for_every_bar(name: str, tmp_path: Path) -> None:
    if name in ("postgres", "growth"):
        a_server_and_the_peers_pool()
    kept = figures(name, tmp_path)

    assert kept["name"] == name
    assert kept["rounds"] == 2
    assert kept["machine"]
    assert kept["ratios"]
    for rate in kept["rates"].values():
        assert rate["median"] > 0
        assert len(rate["each"]) == 2
    for ratio in kept["ratios"]:
        assert {ratio["case"], ratio["against"]} <= set(kept["rates"])
        assert (ratio["met"] is None) == (ratio["least"] is None and ratio["most"] is None)


@pytest.mark.timeout(300)  # it waits for a real broker, beside two other files of tests
def test_relay_and_consumer_are_measured_through_a_real_broker(
    tmp_path: Path, kafka_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_KAFKA_BOOTSTRAP", kafka_address)
    kept = figures("delivery", tmp_path)
    assert [(ratio["case"], ratio["least"]) for ratio in kept["ratios"]] == [
        ("relay", 0.7),
        ("consumer with receipts", 0.3),
    ]
    assert all(rate > 0 for case in kept["rates"].values() for rate in case["each"])
    assert kept["also"]["bytes_a_message"] > 1_000


def test_without_a_broker_the_others_are_measured_all_the_same_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEST_KAFKA_BOOTSTRAP", raising=False)
    monkeypatch.setenv("WAYMARK_KAFKA_JARS", str(tmp_path))
    told = run_bench("delivery", *HANDFUL, "--out", str(tmp_path))
    assert "delivery was left out: The broker's jars are not in" in told


@pytest.mark.parametrize("name", ["http", pytest.param("http-postgres", marks=pytest.mark.needs_postgres)])
def test_every_referral_posted_stands_in_the_log(name: str, tmp_path: Path) -> None:
    if name == "http-postgres":
        a_server_and_the_peers_pool()
    kept = figures(name, tmp_path)

    assert kept["also"]["stored"] == kept["also"]["acknowledged"] > 0
    assert [ratio["case"] for ratio in kept["ratios"]] == ["POST of a referral", "POST of a referral, p99 in ms"]


@pytest.mark.needs_postgres
@pytest.mark.needs_kafka
@pytest.mark.timeout(300)
def test_every_referral_for_the_panel_is_seen_on_the_agenda(tmp_path: Path, kafka_address: str) -> None:
    kept = figures("arrival", tmp_path)

    assert kept["also"]["referrals"] == 4 * kept["also"]["listed"] > 0
    assert [ratio["most"] for ratio in kept["ratios"]] == [1.0]


def test_a_ratio_is_the_median_of_the_rounds_and_not_of_the_rates() -> None:
    rates = {"ours": [100.0, 10.0, 50.0], "peer": [50.0, 10.0, 10.0]}

    [found, missed] = ratios(rates, [Bar("ours", "peer", least=2.0), Bar("ours", "peer", most=1.9)])

    assert (found.median, found.met, missed.met) == (2.0, True, False)


def test_the_documents_posted_are_good_ones_about_people_nobody_shares() -> None:
    documents = [document(number) for number in (0, 1, 50_000)]
    names = [person["full_name"] for each in documents for person in (each["reporter"], *each["people"])]

    assert len(set(names)) == 9
    for each in documents:
        assert read_referral(json.dumps(each).encode(), datetime.now(UTC)).kind == "asb"


def test_engines_that_disagree_are_not_compared() -> None:
    rules = load_rule_sets(VOCABULARY).all[-1]
    [case] = cases(1)

    with pytest.raises(Disagreement):
        agree(rules, [case], closures(rules.plan), ["no-such-row"])
