"""The same elements in the same order as the samples that clients were written against."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi import Request

from services.intake.read_models.referral_timeline import Standing
from services.intake.web.open311 import catalogue
from services.intake.web.open311.answers import format_of, listed, name_of, refused, single
from services.intake.web.open311.requests import request_of
from shared.kernel.refusals import FieldError
from shared.web.errors import Problem
from tests.support.builders.intake import a_submitted_referral

NEVER_OPENED: Any = None


def asked(path: str, accept: str = "*/*") -> Request:
    headers = [(b"accept", accept.encode())]
    return Request(
        {"type": "http", "method": "GET", "path": path, "headers": headers, "query_string": b"", "server": ("x", 80)}
    )


def tags(element: ElementTree.Element) -> list[str]:
    return [child.tag for child in element]


Sample = Callable[[str], ElementTree.Element]


@pytest.fixture
def sample(datasets: Path) -> Sample:
    return lambda name: ElementTree.parse(datasets / "open311-samples" / name).getroot()


def written(answer: Any) -> ElementTree.Element:
    return ElementTree.fromstring(answer.body)


def test_services_are_written_as_in_the_sample(sample: Sample) -> None:
    ours, theirs = written(listed(asked("/s.xml"), "services", "service", catalogue.services())), sample("services.xml")
    assert (ours.tag, tags(ours)[0], tags(ours[0])) == (theirs.tag, tags(theirs)[0], tags(theirs[0]))


def test_a_definition_is_written_as_in_the_sample(sample: Sample) -> None:
    ours = written(single(asked("/s.xml"), "service_definition", catalogue.definition("noise")))
    theirs = sample("service_definition.xml")
    assert (ours.tag, tags(ours)[:2], tags(ours[1])) == (theirs.tag, tags(theirs), tags(theirs[1]))
    assert (tags(ours[1][-1])[0], tags(ours[1][-1][0])) == (tags(theirs[1][-1])[0], tags(theirs[1][-1][0]))


def test_a_request_is_written_as_in_the_sample(sample: Sample) -> None:
    fact = a_submitted_referral(description=None, location=None)
    found = Standing(fact, "2026-11-23T09:30:00Z", "live", {}, None, "account-1")
    ours = written(listed(asked("/r.xml"), "service_requests", "request", [request_of(found, NEVER_OPENED, None)]))
    theirs = sample("get_service_request.xml")
    assert (ours.tag, tags(ours), tags(ours[0])) == (theirs.tag, tags(theirs), tags(theirs[0]))
    at = datetime.fromisoformat(ours.findtext("request/requested_datetime") or "")
    assert at.astimezone(UTC) == fact.received_at


@pytest.mark.parametrize(("status", "code"), [(404, "404"), (403, "403"), (422, "400"), (409, "400"), (401, "400")])
def test_a_refusal_is_written_as_in_the_sample(sample: Sample, status: int, code: str) -> None:
    answer = refused(asked("/r.xml"), Problem(status, "some_code"))
    ours, theirs = written(answer), sample("get_service_request_not_found.xml")
    assert (ours.tag, tags(ours), tags(ours[0])) == (theirs.tag, tags(theirs), tags(theirs[0]))
    assert (ours.findtext("error/code"), answer.status_code) == (code, int(code))


def test_each_error_of_a_refusal_is_one_of_its_own() -> None:
    errors = [FieldError("lat", "not_a_number", "Give a number."), FieldError("email", "email", "Give an address.")]
    answer = refused(asked("/r.xml"), Problem(400, "invalid_input", errors=errors))
    assert [each.text for each in written(answer).iter("description")] == [
        "lat: Give a number.",
        "email: Give an address.",
    ]


@pytest.mark.parametrize("text", ["\ufffe", "\x0b", "a\x00b", "\ud800"])
def test_letters_that_xml_does_not_have_are_replaced_and_the_rest_stays(text: str) -> None:
    members: Mapping[str, str] = {"description": f"before {text} after"}
    element = written(listed(asked("/r.xml"), "service_requests", "request", [members]))[0][0]
    assert element.text is not None
    assert element.text.startswith("before ")
    assert element.text.endswith(" after")
    assert "\ufffd" in element.text


@pytest.mark.parametrize(
    ("path", "accept", "form", "name"),
    [
        ("/services/noise.json", "text/xml", "json", "noise"),
        ("/services/noise.xml", "application/json", "xml", "noise"),
        ("/services/noise", "*/*", "json", "noise"),
        ("/services/noise", "application/xml", "xml", "noise"),
        ("/services/noise.yaml", "*/*", "json", "noise.yaml"),
        ("/services/.json", "*/*", "json", ".json"),
    ],
)
def test_the_format_is_the_addresss_ending_or_what_is_accepted(path: str, accept: str, form: str, name: str) -> None:
    assert (format_of(asked(path, accept)), name_of(path.rpartition("/")[2])) == (form, name)
