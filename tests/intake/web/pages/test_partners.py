"""What a partner's programmer reads: the example is taken as it stands, and every status that may come is named."""

import re

import pytest

from services.intake.web.pages.partners import EXAMPLE
from shared.access.roles import Role
from tests.support.builders.intake_pages import FrontDesk

pytestmark = pytest.mark.slow


def test_the_example_is_taken_as_it_stands_and_reads_back(desk: FrontDesk) -> None:
    text = desk.resident().open("/partners")
    assert "Loud music from the flat above" in text
    taken = desk.post("/intake/api/referrals", EXAMPLE, Role.PARTNER, "northgate")
    assert taken.status_code == 201, taken.text
    assert set(taken.json()) == {"reference", "referral_id", "position"}
    desk.service.views.catch_up()
    found = desk.get(f"/intake/api/referrals/{taken.json()['reference']}", Role.PARTNER, "northgate").json()
    assert {name: found[name] for name in ("kind", "category", "status")} == {
        "kind": "asb", "category": "noise", "status": "received",
    }  # fmt: skip


def test_what_it_links_to_is_there_without_a_key(desk: FrontDesk) -> None:
    resident = desk.resident()
    text = resident.open("/partners")
    found = set(re.findall(r'href="(/(?:intake|open311)/[^"]+)"', text))
    assert found == {"/intake/api/schemas/referral", "/open311/discovery.json", "/open311/v2/services.json"}
    assert [resident.client.get(path).status_code for path in sorted(found)] == [200, 200, 200]
    assert 'href="/partners"' in resident.open("/")
