"""What is asked of intake's views about messages, numbered forms, diaries, evidence, and who may be one person."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bench.known import Known
from services.intake.read_models import (
    change_calls,
    diary,
    evidence,
    forms,
    hidden_addresses,
    insiders,
    likenesses,
    locks,
    mail,
    people,
    restricted_places,
    sameness,
    tie_signs,
)

Asked = Mapping[str, tuple[Callable[..., Any], Callable[[Connection], Any]]]

_NUMBER, _CODE, _MESSAGE = "F-0001-A", "a-code-nobody-has", "0" * 32
_NO_SIGN = "0" * 32
_PAGE = 1


def intake_besides(known: Known) -> Asked:
    """All of them by name: the function, and how it is asked."""
    return _mail(known) | _sameness(known) | _evidence(known) | _papers_and_places()


def _mail(known: Known) -> Asked:
    reference, indexer, header_ids = known.referral.reference, known.indexer, ["<first@example.org>"]
    return {
        "messages": (mail.page, lambda c: mail.page(c, None)),
        "messages set aside": (mail.page, lambda c: mail.page(c, "quarantined")),
        "how many messages wait": (mail.waiting, mail.waiting),
        "a message": (mail.one, lambda c: mail.one(c, _MESSAGE)),
        "a referral's messages": (mail.of_referral, lambda c: mail.of_referral(c, reference)),
        "what a message answers": (mail.references_of, lambda c: mail.references_of(c, indexer, header_ids)),
        "whether an address wrote": (
            mail.wrote_since,
            lambda c: mail.wrote_since(c, indexer, "amina@example.org", known.now),
        ),
        "calls asked for": (change_calls.oldest, lambda c: change_calls.oldest(c, _PAGE)),
        "how many calls were asked for": (change_calls.how_many, change_calls.how_many),
    }


def _sameness(known: Known) -> Asked:
    reference, person, other = known.referral.reference, known.agenda_case.voice_id, "nobody"

    def near(connection: Connection) -> Any:
        return [likenesses.near(connection, part) for part in likenesses.of_person(connection, person)[:1]]

    return {
        "whom somebody is like": (likenesses.near, near),
        "records of somebody": (likenesses.of_person, lambda c: likenesses.of_person(c, person)),
        "records to compare": (likenesses.after, lambda c: likenesses.after(c, known.position, 20)),
        "who bears signs": (likenesses.bearing, lambda c: likenesses.bearing(c, [_NO_SIGN])),
        "what else bears signs": (tie_signs.bearing, lambda c: tie_signs.bearing(c, [_NO_SIGN])),
        "what recognises somebody": (people.recognised_as, lambda c: people.recognised_as(c, person)),
        "where people came from": (people.came_from, lambda c: people.came_from(c, [person])),
        "what a referral goes by": (people.goes_by, lambda c: people.goes_by(c, reference)),
        "parts of somebody": (people.parts_of, lambda c: people.parts_of(c, [person])),
        "whether anybody was merged": (sameness.anybody_merged, sameness.anybody_merged),
        "who is one person": (sameness.one_person, lambda c: sameness.one_person(c, person)),
        "a pair of people": (sameness.pair, lambda c: sameness.pair(c, person, other)),
        "pairs of somebody": (sameness.pairs_of, lambda c: sameness.pairs_of(c, [person])),
        "where a referral is read": (sameness.read_in, lambda c: sameness.read_in(c, reference)),
        "what a referral belongs with": (sameness.related, lambda c: sameness.related(c, reference)),
        "referrals of one incident": (sameness.same_incident, lambda c: sameness.same_incident(c, reference)),
        "suggestions": (sameness.suggestions, sameness.suggestions),
        "whether two were told apart": (
            sameness.told_apart_between,
            lambda c: sameness.told_apart_between(c, {person}, {other}),
        ),
    }


def _evidence(known: Known) -> Asked:
    reference = known.referral.reference
    return {
        "evidence": (evidence.page, lambda c: evidence.page(c, reference)),
        "a piece of evidence": (evidence.one, lambda c: evidence.one(c, reference, _MESSAGE)),
        "how much evidence": (evidence.count, lambda c: evidence.count(c, reference)),
        "what stands of evidence": (evidence.standing, lambda c: list(evidence.standing(c))),
        "a diary": (diary.sheet, lambda c: diary.sheet(c, reference)),
        "a diary by its code": (diary.opened_by, lambda c: diary.opened_by(c, known.indexer, _CODE)),
        "a diary's entries": (diary.page, lambda c: diary.page(c, reference)),
        "a diary by day": (diary.by_day, lambda c: diary.by_day(c, reference)),
        "how many entries": (diary.count, lambda c: diary.count(c, reference)),
    }


def _papers_and_places() -> Asked:
    return {
        "where an address is hidden": (hidden_addresses.hidden_for, lambda c: hidden_addresses.hidden_for(c, "a-code")),
        "whom staff know": (insiders.standing_ties, insiders.standing_ties),
        "what is kept from staff": (insiders.standing_walls, insiders.standing_walls),
        "what is locked": (locks.standing, locks.standing),
        "who was told apart from staff": (insiders.settled, insiders.settled),
        "a restricted place": (restricted_places.standing, lambda c: restricted_places.standing(c, "a-code")),
        "restricted places": (restricted_places.listed, restricted_places.listed),
        "signs of restricted places": (restricted_places.known, restricted_places.known),
        "batches of forms": (forms.batches, forms.batches),
        "forms reconciled": (forms.reconciled, forms.reconciled),
        "forms of a state": (forms.listed, lambda c: forms.listed(c, None, "issued")),
        "a form": (forms.one, lambda c: forms.one(c, _NUMBER)),
        "forms never issued": (forms.strays, forms.strays),
        "copies of a form": (forms.copies_of, lambda c: forms.copies_of(c, _NUMBER)),
    }
