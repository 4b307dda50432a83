"""Our Open311 read by a client that others wrote: georeport from PyPI, over HTTP, in both of its formats."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from georeport import GeoReport

from shared.contracts.vocabulary import VOCABULARY
from tests.support.builders.intake_pages import a_front_desk
from tests.support.serving import served

pytestmark = pytest.mark.slow

FORMATS = pytest.mark.parametrize("output", ["json", "xml"])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Where intake is served, and a partner's key."""
    with a_front_desk(tmp_path_factory.mktemp("georeport")) as desk, served(desk.app) as address:
        yield address, desk.key()


def client(place: tuple[str, str], output: str, key: str | None = "own") -> GeoReport:
    """It sends no key of its own accord when it reads; it takes one as part of the address."""
    address, own = place
    address = address.replace("//", f"//:{own if key == 'own' else key}@") if key else address
    return GeoReport(f"{address}/open311/v2", jurisdiction="waymark.example", output_format=output)


def posted(place: tuple[str, str], **form: Any) -> str:
    address, key = place
    answer = requests.post(f"{address}/open311/v2/requests.json", data={"api_key": key, **form}, timeout=30)
    assert answer.status_code == 201, answer.text
    return str(answer.json()[0]["service_request_id"])


@FORMATS
def test_it_lists_the_services_and_reads_each_definition(place: tuple[str, str], output: str) -> None:
    reader = client(place, output, key=None)
    services = reader.get_service_list()
    assert [each["service_code"] for each in services] == list(VOCABULARY.categories)
    definition = reader.get_service_definition("noise")
    assert definition["service_code"] == "noise"
    attributes = definition["attributes"] if output == "json" else definition["attribute"]
    assert [each["code"] for each in attributes][-2:] == ["noise_kind", "statutory_nuisance_likely"]


@FORMATS
def test_it_reads_back_every_word_that_was_sent(place: tuple[str, str], output: str, datasets: Path) -> None:
    lines = (datasets / "boston311-open311" / "service_requests.ndjson").read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    unusual = [each for each in told if not each["description"].isascii()][:6]
    for each in unusual + sorted(told, key=lambda each: -len(each["description"]))[:4]:
        sent = {name: each[name] for name in ("description", "lat", "long")} | {"address_string": each["address"]}
        found = client(place, output).get_service_request(posted(place, service_code="other", **sent))
        assert found["description"] == each["description"].strip()
        assert found["address"] == each["address"].strip()
        assert (float(found["lat"]), float(found["long"])) == (each["lat"], each["long"])
        assert (found["status"], found["service_code"]) == ("open", "other")


@FORMATS
@pytest.mark.parametrize("key", [None, "wmk_made-up"])
def test_without_the_key_it_reads_nothing(place: tuple[str, str], output: str, key: str | None) -> None:
    request_id = posted(place, service_code="noise", address_string="14 Example Road")
    with pytest.raises(requests.HTTPError) as refused:
        client(place, output, key).get_service_request(request_id)
    assert refused.value.response.status_code == 403


@FORMATS
def test_it_gets_no_list_even_with_the_key(place: tuple[str, str], output: str) -> None:
    with pytest.raises(requests.HTTPError) as refused:
        client(place, output).get_service_requests()
    assert refused.value.response.status_code == 403
