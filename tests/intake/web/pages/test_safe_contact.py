"""How one person may be reached is asked anew, way by way; what is not said is not safe, what is agreed stays."""

from shared.access.roles import Role
from tests.support.builders.intake_pages import Browser, FrontDesk


def at_the_form(desk: FrontDesk) -> tuple[Browser, str]:
    """An officer before the form about the reporter, and its address."""
    reference = desk.refer()
    (fact,) = desk.submitted()
    path = f"/intake/referrals/{reference}/contact/{fact.account_of}"
    officer = desk.officer()
    officer.open(path)
    assert officer.status == 200
    return officer, path


def test_the_form_shows_what_stands_but_neither_codeword_nor_names(desk: FrontDesk) -> None:
    officer, path = at_the_form(desk)
    assert officer.heading == "How to reach Amina Okafor safely"
    assert "Mon-Fri 10:00-14:00" in officer.text
    assert "bluebell" not in officer.text
    assert "Mark Penrose" not in officer.text
    assert [what for _, what in desk.viewed()] == ["safe contact"]
    assert path.startswith("/intake/referrals/")


def test_what_is_saved_counts_from_now_on_and_what_was_agreed_stays(desk: FrontDesk) -> None:
    officer, path = at_the_form(desk)
    officer.send(path, {"safe_contact.phone.safe": "no", "safe_contact.post.safe": "yes"})
    assert (officer.status, officer.at) == (200, path.partition("/contact")[0])
    reaching = officer.text.partition("Reaching people safely")[2]
    for says in ("Telephone: Not safe", "Post: Safe", "E-mail: Not known, so not used", "Codeword", "bluebell"):
        assert says in reaching
    assert "Confirmed 23 November 2026, 09:30" in reaching


def test_hours_that_cannot_be_read_are_pointed_at_and_change_nothing(desk: FrontDesk) -> None:
    officer, path = at_the_form(desk)
    officer.send(path, {"safe_contact.phone.safe": "yes", "safe_contact.phone.times": "at teatime"})
    assert officer.status == 422
    assert "at teatime" in officer.text
    assert "Give days and hours" in officer.text
    assert not [each for each in desk.recorded() if each.name == "intake.safe_contact_changed"]


def test_of_somebody_else_there_is_no_such_page(desk: FrontDesk) -> None:
    officer, path = at_the_form(desk)
    elsewhere = f"{path.rpartition('/')[0]}/nobody"
    officer.open(elsewhere)
    assert officer.status == 404
    officer.send(elsewhere, {"safe_contact.post.safe": "yes"})
    assert officer.status in (404, 409)


def test_only_staff_may_change_it(desk: FrontDesk) -> None:
    _, path = at_the_form(desk)
    other = desk.officer(Role.PANEL_CHAIR)
    other.open(path)
    assert other.status == 404
    other.send(path, {"safe_contact.post.safe": "yes"})
    assert other.status == 404
