"""What triage makes of what intake says about addresses that nobody may find, from the golden examples."""

from services.triage.application.hiding import HIDING
from services.triage.domain.hidden_commands import HideAddress, ShowAddress
from shared.contracts.envelope import from_json
from shared.contracts.json_schema import FOLDER


def test_each_message_becomes_its_command() -> None:
    hide, show = (
        command
        for policy in HIDING
        for command in policy.react(from_json((FOLDER / "examples" / f"{policy.event}.json").read_bytes()))
    )
    assert isinstance(hide, HideAddress)
    assert (hide.code, hide.location, len(hide.person_ids)) == ("R-7", True, 1)
    assert isinstance(show, ShowAddress)
    assert (show.referral_id, show.code) == (hide.referral_id, "R-7")
