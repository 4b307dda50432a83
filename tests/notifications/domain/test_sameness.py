"""Names, numbers and addresses are the same however they were written, and only plain ones are used."""

import pytest

from services.notifications.domain.sameness import may_be_one_person, may_reach_both, name_key, phone_key, usable


@pytest.mark.parametrize(
    "written",
    ["Zoë O'Connor-Smith", "zoe oconnor smith", "Dr. ZOE O’CONNOR SMITH", "O'Connor-Smith, Zoe", "Smith Zoë OConnor"],
)
def test_a_name_is_the_same_however_it_is_written(written: str) -> None:
    assert name_key(written) == name_key("Zoe O'Connor Smith")


def test_other_names_differ_and_no_name_is_no_name() -> None:
    assert name_key("Dan Miles") != name_key("Daniel Miles")
    assert name_key(None) == name_key("Mr") == name_key(" ") == ()


@pytest.mark.parametrize(
    "typed", ["07700 900123", "+44 7700 900123", "0044 7700 900 123", "447700900123", "+44 (0)7700-900123"]
)
def test_a_mobile_number_is_the_same_however_it_is_written(typed: str) -> None:
    assert usable("sms", typed) == phone_key(typed) == "+447700900123"


@pytest.mark.parametrize(
    "typed", ["020 7946 0999", "01632 960123", "999", "07700 90012", "070 0900 1234", "ask for Nadia", ""]
)
def test_a_text_goes_to_a_mobile_only(typed: str) -> None:
    """A landline reads it out to whoever picks up."""
    assert usable("sms", typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "a@post.example, b@post.example", "a@post.example;b@post.example", "Nadia <a@post.example>", "a@post",
        "a@@post.example", "a@post.example\nBcc: b@post.example", "a @post.example", "a..b@post.example",
        "@post.example", "a@-", "", "a@" + "x" * 250 + ".example", "ä@post.example",
    ],
)  # fmt: skip
def test_an_email_goes_to_one_plain_address_only(typed: str) -> None:
    assert usable("email", typed) is None


def test_an_email_address_is_used_as_it_was_given() -> None:
    assert usable("email", " Nadia.O+home@Post.example ") == "Nadia.O+home@Post.example"


@pytest.mark.parametrize(
    "theirs",
    [
        "07700900123", "+44 7700 900123", "0044 7700 900 123", "+44 07700 900123", "44(0)7700900123", "7700900123",
        "tel:+447700900123", "07700 900123 (work)", "020 7946 0999 / 07700 900123", "07700/900123", "900123",
        "0 7 7 0 0 9 0 0 1 2 3", "０７７００　９００１２３", "07700–900–123", "dan@post.example or 07700-900123",
    ],
)  # fmt: skip
@pytest.mark.parametrize("hers", ["07700 900123", "+447700900123"])
def test_a_number_of_theirs_is_known_again_however_it_was_noted(hers: str, theirs: str) -> None:
    assert may_reach_both("sms", hers, theirs)
    assert may_reach_both("phone", hers, theirs)


@pytest.mark.parametrize("theirs", ["07700 900124", "020 7946 0123", "0123", "", "dan07700900123@post.example", "Dan"])
def test_another_number_is_another(theirs: str) -> None:
    assert not may_reach_both("sms", "07700 900123", theirs)


@pytest.mark.parametrize(
    "theirs",
    [
        "nadia.o@gmail.com", "NadiaO@Gmail.com", "n.a.d.i.a.o+dan@gmail.com", "nadiao@googlemail.com",
        "Dan <nadiao@gmail.com>", "mailto:nadia.o@gmail.com", "dan@post.example; nadiao@gmail.com.",
        "ｎａｄｉａｏ@gmail.com",
    ],
)  # fmt: skip
def test_a_mailbox_of_theirs_is_known_again_however_it_was_noted(theirs: str) -> None:
    assert may_reach_both("email", "Nadia.O+home@gmail.com", theirs)


@pytest.mark.parametrize("theirs", ["nadiao@post.example", "dan@gmail.com", "nadiao", "", "07700 900123"])
def test_another_mailbox_is_another(theirs: str) -> None:
    assert not may_reach_both("email", "nadia.o@gmail.com", theirs)


@pytest.mark.parametrize(
    ("hers", "theirs"),
    [
        ("Flat 2, 4 Example St., SW19 1AA", "flat 2\n4 example st SW191AA"),
        ("Flat 2, 4 Example Street, SW19 1AA", "4 Example St, SW19 1AA"),
        ("4 Example Street, London SW19 1AA", "4 Example Street"),
        ("4 Example Street", "4 Example St"),
        ("The Old Dairy, SW19 1AA", "SW19 1AA"),
    ],
)
def test_a_home_of_theirs_is_known_again_however_it_was_noted(hers: str, theirs: str) -> None:
    assert may_reach_both("post", hers, theirs)
    assert may_reach_both("post", theirs, hers)


@pytest.mark.parametrize(
    ("hers", "theirs"),
    [
        ("4 Example Street, SW19 1AA", "6 Example Street, SW19 1AA"),
        ("4 Example Street, SW19 1AA", "4 Other Road, SW19 2BB"),
        ("4 Example Street, London", "4 Other Road, London"),
        ("4 Example Street", ""),
        ("4 Example Street", "dan@post.example"),
        ("4 Miles Street, SW19 1AA", "Dan Miles"),
    ],
)
def test_another_home_is_another(hers: str, theirs: str) -> None:
    assert not may_reach_both("post", hers, theirs)


@pytest.mark.parametrize("other", ["Dan Miles", "Miles, Daniel", "D. Miles", "my husband Dan Miles", "Dan", "Mr Miles"])
def test_names_that_may_be_of_one_person(other: str) -> None:
    assert may_be_one_person("Dan Miles", other)
    assert may_be_one_person(other, "Dan Miles")


def test_a_name_that_is_not_known_may_be_anybodys_and_other_names_are_others() -> None:
    assert may_be_one_person(None, "Dan Miles")
    assert not may_be_one_person("Nadia Miles", "Dan Miles")
    assert not may_be_one_person("Nadia Okonkwo", "Dan Miles")
