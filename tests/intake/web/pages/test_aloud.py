"""The status of a referral for a call: reading it is recorded, and the codeword is never on it."""

from shared.access.roles import Role
from tests.support.builders.intake_pages import FrontDesk


def test_what_may_be_said_is_shown_for_whoever_is_on_the_line_and_reading_it_is_recorded(desk: FrontDesk) -> None:
    reference = desk.refer()
    officer = desk.officer()
    officer.open(f"/intake/referrals/{reference}/aloud?caller=victim")
    assert "Ask which word was agreed" in officer.text
    assert "bluebell" not in officer.text
    assert "Amina" not in officer.text
    assert ("what may be said aloud") in [what for _, what in desk.viewed()]
    officer.open(f"/intake/referrals/{reference}/aloud?caller=complained_of")
    assert "Say nothing about it" in officer.text
    officer.open(f"/intake/referrals/{reference}/aloud?caller=nonsense")
    assert "First ask who is on the line" in officer.text


def test_a_referral_that_is_not_there_looks_like_one_that_may_not_be_seen(desk: FrontDesk) -> None:
    reference = desk.refer()
    for role, path in ((Role.CONTACT_CENTRE, "WM-0000-0"), (Role.OBSERVER, reference)):
        officer = desk.officer(role, name=f"Sam {role.value}")
        officer.open(f"/intake/referrals/{path}/aloud")
        assert officer.status == 404
