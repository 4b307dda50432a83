"""Opening contacts for the gate: what is hers, what is shared, what is gone and what cannot be read."""

from pathlib import Path

import pytest

from services.notifications.adapters.contacts import LogContactDirectory
from services.notifications.application.handlers import contacts_stream
from services.notifications.domain import contacts
from services.notifications.domain.recipient import Recipient
from shared.kernel.personal import Identity
from tests.support.builders.notifications import ADDRESS, EMAIL, NAME, OTHER_NAME, OTHER_PHONE, PHONE, TEN, Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def opened(town: Town, forgotten: bool = False) -> Recipient | None:
    directory = LogContactDirectory(
        lambda referral_id: town.service.store.fold(contacts_stream(referral_id), contacts.DECIDER)[0],
        lambda person_id: forgotten,
        town.ground.keyring,
        lambda key: False,
    )
    return directory.reporter(directory.known(town.referral_id))


def test_the_reporter_is_opened_with_every_way(town: Town) -> None:
    nadia = town.nadia()
    names = [town.sealed(nadia.person_id, Identity, OTHER_NAME).model_dump()]
    said = {
        "phone": {"safe": "yes", "voicemail": "no", "times": ["Mon"]},
        "confirmed_at": TEN,
        "must_not_receive": names,
    }
    town.hear(town.referral([nadia], safe_contact=said))
    who = opened(town)
    assert who is not None
    assert (who.name, who.must_not_receive, who.confirmed_at, who.is_reporter) == (NAME, (OTHER_NAME,), TEN, True)
    assert {way.way: way.address for way in who.ways} == {
        "email": EMAIL, "sms": PHONE, "post": ADDRESS, "phone": PHONE, "in_person": None,
    }  # fmt: skip
    assert (who.by("phone").safe, who.by("phone").voicemail, who.by("email").safe) == ("yes", "no", "unknown")
    assert [detail for detail in (NAME, EMAIL, PHONE, ADDRESS, OTHER_NAME) if detail in repr(who)] == []


def test_addresses_of_those_who_do_it_are_known_and_her_own_are_not_among_them(town: Town) -> None:
    other = town.person("perpetrator", full_name=OTHER_NAME, phone=OTHER_PHONE, email="Dan@Post.example")
    town.hear(
        town.referral([town.nadia("reporter", "victim", "perpetrator"), other, town.person("witness", phone=PHONE)])
    )
    who = opened(town)
    assert who is not None
    assert who.others_addresses == {OTHER_PHONE, "Dan@Post.example"}
    assert who.perpetrators_names == (OTHER_NAME,)
    assert [detail for detail in (OTHER_NAME, OTHER_PHONE, "Dan@Post") if detail in repr(who)] == []


def test_whoever_bears_a_name_that_must_not_receive_anything_counts_with_every_way_of_reaching_them(town: Town) -> None:
    nadia, brother = town.nadia(), town.person("other", full_name="Miles, Daniel", phone=OTHER_PHONE)
    names = [
        town.sealed(nadia.person_id, Identity, text).model_dump() for text in ("my brother Dan Miles", "x@post.example")
    ]
    town.hear(town.referral([nadia, brother], safe_contact={"must_not_receive": names}))
    who = opened(town)
    assert who is not None
    assert who.others_addresses == {OTHER_PHONE, "my brother Dan Miles", "x@post.example"}
    assert who.perpetrators_names == ()


def test_nobody_known_is_nobody(town: Town) -> None:
    assert opened(town) is None
    town.hear(town.referral([]))
    assert opened(town) is None


def test_a_destroyed_key_and_a_fact_that_says_so_both_count_as_forgotten(town: Town) -> None:
    nadia = town.nadia()
    town.hear(town.referral([nadia]))
    told = opened(town, forgotten=True)
    assert told is not None
    assert told.forgotten
    town.ground.keyring.destroy(nadia.person_id)
    gone = opened(town)
    assert gone is not None
    assert gone.forgotten
    assert gone.name is None


def test_what_reached_a_forgotten_perpetrator_can_be_compared_with_nothing_so_those_ways_are_closed(town: Town) -> None:
    other = town.person("perpetrator", full_name=OTHER_NAME, phone=OTHER_PHONE)
    town.hear(town.referral([town.nadia(), other]))
    town.ground.keyring.destroy(other.person_id)
    who = opened(town)
    assert who is not None
    assert not who.forgotten
    assert who.not_comparable == {"sms", "phone"}


def test_a_detail_that_was_moved_or_damaged_is_noticed(town: Town) -> None:
    nadia = town.nadia()
    assert nadia.full_name is not None
    moved = nadia.model_copy(update={"email": nadia.full_name})
    town.hear(town.referral([moved]))
    who = opened(town)
    assert who is not None
    assert who.unreadable
