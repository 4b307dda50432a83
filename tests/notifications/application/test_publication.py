"""What notifications tells the others is shaped like the examples they read."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.notifications.application.publication import PUBLISH
from services.notifications.domain.events import FACTS
from shared.contracts.json_schema import FOLDER
from shared.contracts.registry import PUBLISHED
from shared.delivery.in_process import InProcessBus
from shared.runtime.worker import drain, work_of
from tests.support.builders.notifications import DETAILS, Town


class Heard(InProcessBus):
    """Whatever is published."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: dict[str, dict[str, Any]] = {}
        self.text = b""

    def publish(self, publisher: str, page: Any) -> None:
        for _, message in page:
            document = json.loads(message)
            self.messages[document["type"]] = document
            self.text += message


@pytest.fixture
def heard(tmp_path: Path) -> Heard:
    town, bus = Town(tmp_path), Heard()
    town.hear(town.referral([town.nadia()]))
    town.hear(town.signposted())
    drain(work_of(town.service, bus, town.clock))
    return bus


TYPES = [contract.type() for contract in PUBLISHED["notifications"]]


def test_sent_and_withheld_are_published_and_nothing_else(heard: Heard) -> None:
    assert sorted(heard.messages) == sorted(TYPES)
    assert PUBLISH.keys() <= {kind.shape for kind in FACTS}


@pytest.mark.parametrize("event_type", TYPES)
def test_what_is_published_has_the_members_of_the_example(heard: Heard, event_type: str) -> None:
    example = json.loads((FOLDER / "examples" / f"{event_type}.json").read_text(encoding="utf-8"))
    published = heard.messages[event_type]
    assert published["data"].keys() == example["data"].keys()
    assert {name: type(value) for name, value in published["data"].items()} == {
        name: type(value) for name, value in example["data"].items()
    }
    assert published["partitionkey"] == published["data"]["referral_id"]


def test_the_reason_and_the_text_used_are_told_and_no_detail(heard: Heard) -> None:
    assert heard.messages["notifications.notice_withheld.v1"]["data"]["reasons"] == ["no_neutral_wording"]
    assert heard.messages["notifications.notice_sent.v1"]["data"]["message"] == "your_reference"
    assert [detail for detail in DETAILS if detail.encode() in heard.text] == []
