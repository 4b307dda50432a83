"""The questions that can be answered about a referral after it came in: what it says so far, and what is new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.intake.domain.commands import SubmitReferral
from services.intake.domain.complete_commands import CompleteReferral
from services.intake.domain.details import NOT_SAFE_YET
from services.intake.domain.events import SafeContact
from services.intake.domain.given import GivenDetails, GivenPerson, GivenReferral, GivenReporter
from services.intake.domain.values import postcode
from services.intake.read_models.referral_timeline import Standing
from services.intake.web.desk import Desk
from services.intake.web.forms import Field, Typed, by_field, document_of, telephones_wrong, written
from services.intake.web.staff_questions import FIELDS
from services.intake.web.words import WAYS
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.refusals import InvalidInput

_ABOUT = ("kind", "category", "strands")
_DETAILS = ("phone", "email", "address")
_LANGUAGES = ("language", "interpreter", "interviewer_preference")
# Whoever said something since has the last word: an older message must not make a way safe again that she has closed.
_NEWER = "Something newer was said about how they may be reached. Change that on the page about safe contact."
_ELSEWHERE = ("channel", "description", "reporter.anonymous")
# What stays as it was where nothing is given, and is shown to nobody who does not need it.
_NOT_SHOWN = ("codeword", "must_not_receive")


def _may_be_completed(each: Field) -> bool:
    """All that the staff form asks, but for how it came, what stands in the message itself, and answers in words."""
    answer = VOCABULARY.answers.get(each.name.removeprefix("facts."))
    in_words = each.name.startswith("facts.") and (answer is None or answer.type == "text")
    return not in_words and not each.name.startswith("_") and each.name not in _ELSEWHERE


COMPLETED = tuple(each for each in FIELDS if _may_be_completed(each))


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with what was typed, by field."""

    by_field: Mapping[str, str]


def standing_answers(shown: Mapping[str, Any]) -> Typed:
    """What is known so far, as the form would have it typed; `shown` is the referral as `Desk.shown` gives it."""
    typed: dict[str, Sequence[str]] = {}
    for each in COMPLETED:
        value = _value_of(shown, each.name.split("."))
        if value is None or each.name.endswith(_NOT_SHOWN) or (each.name == "language" and value == "und"):
            continue
        if each.kind == "day":
            year, month, day = str(value).split("-")
            typed |= {name: [part] for name, part in zip(each.names(), (day, month, year), strict=True)}
        elif each.kind == "codes":
            typed[each.name] = list(value)
        elif each.kind == "list":
            typed[each.name] = ["\n".join(value)] if value else []
        else:
            typed[each.name] = [
                {True: "yes", False: "no"}.get(value, str(value)) if each.kind == "truth" else str(value)
            ]
    return typed


def what_is_new(
    desk: Desk, found: Standing, typed: Typed, said_at: datetime, agency: str | None
) -> CompleteReferral | Wrong:
    """What was typed and is not known yet. What was emptied stays: what was said cannot be unsaid.

    `said_at` is when the message came that it is read from, or when somebody said it.
    """
    shown, submitted = desk.shown(found), found.submitted
    document = {"kind": submitted.kind, **document_of(COMPLETED, typed), "channel": submitted.channel}
    before = document_of(COMPLETED, standing_answers(shown))
    if (typed_code := document.get("location", {}).get("postcode")) is not None:
        document["location"]["postcode"] = postcode(typed_code) or typed_code
    fresh = {name: value for name, value in document.items() if name in _ABOUT or value != before.get(name)}
    wrong = dict(telephones_wrong(COMPLETED, typed)) if "reporter" in fresh else {}
    contact = _contact_in(found, fresh, before, said_at)
    if contact is not None and _newer(found, said_at):
        wrong[_first_way(fresh, before)] = _NEWER
    fresh |= {} if contact is None else {"safe_contact": contact}
    try:
        read = desk.reception.command(written({**fresh, "channel": submitted.channel}), agency)
    except InvalidInput as invalid:
        return Wrong(by_field(invalid.errors, COMPLETED, typed) | wrong)
    return Wrong(wrong) if wrong else _command(found, shown, read, desk)


def _command(found: Standing, shown: Mapping[str, Any], read: SubmitReferral, desk: Desk) -> CompleteReferral:
    submitted, given = found.submitted, read.given
    about: Mapping[str, object] = {name: getattr(given, name) for name in _ABOUT}
    changed = {name: value for name, value in about.items() if value and value != getattr(submitted, name)}
    answers = {name: value for name, value in read.answers.items() if submitted.answers.get(name) != value}
    reporter, details = _reporter(found, shown, given.reporter)
    people, ids = _people(found, shown, read, desk)
    kept = given.model_copy(update={"reporter": reporter, "people": people or None})
    placed = None if "in_borough" in submitted.answers | answers else read.placed
    return CompleteReferral.model_validate(
        {
            "at": desk.clock(),
            "reference": submitted.reference,
            "answers": answers,
            "reporter_id": submitted.account_of,
            "person_ids": ids,
            "given": kept if _says_anything(kept) else None,
            "placed": placed,
            "details": details,
            "safe_contact": given.safe_contact,
            **changed,
        }
    )


def _says_anything(given: GivenReferral) -> bool:
    members = ("occurred", "location", "people", "reporter", "sharing", *_LANGUAGES)
    return any(getattr(given, name) is not None for name in members)


def _reporter(
    found: Standing, shown: Mapping[str, Any], said: GivenReporter | None
) -> tuple[GivenReporter | None, GivenDetails | None]:
    """What is new about the reporter: who she is; and what reaches her, where she is known already."""
    if said is None:
        return None, None
    known: Mapping[str, Any] = shown["reporter"] or {}
    changed = {name: value for name in _DETAILS if (value := getattr(said, name)) not in (None, known.get(name))}
    named = said.full_name if not known.get("full_name") else None
    if found.submitted.reporter_id is None:
        return said, None
    new = GivenReporter(full_name=named) if named else None
    return new, GivenDetails.model_construct(set(changed), **dict.fromkeys(_DETAILS) | changed) if changed else None


def _people(
    found: Standing, shown: Mapping[str, Any], read: SubmitReferral, desk: Desk
) -> tuple[tuple[GivenPerson, ...], tuple[str, ...]]:
    """Whoever is named now. One who was there without a name, or under this very name, is the same; any other is new,
    and never somebody who has a part in this referral that she cannot have at once."""
    people, ids = [], []
    parts = {each["person_id"]: each["roles"] for each in shown["people"]}
    for person, recognised in zip(read.given.people or (), read.person_ids, strict=True):
        there = next((each for each in shown["people"] if _same(person, each)), None)
        new = person if there is None else _not_known(person, there)
        if new is None:
            continue
        person_id = there["person_id"] if there is not None and new is not person else recognised
        if ("perpetrator" in person.roles) != ("perpetrator" in parts.get(person_id, person.roles)):
            person_id = desk.residents.mint()
        people.append(new)
        ids.append(person_id)
    return tuple(people), tuple(ids)


def _same(person: GivenPerson, there: Mapping[str, Any]) -> bool:
    if not set(person.roles) & set(there["roles"]):
        return False
    # Whoever tells us is asked who it happens to besides: without a name that is somebody else.
    nameless = "reporter" not in there["roles"] and (not there["full_name"] or not person.full_name)
    return nameless or (person.full_name is not None and person.full_name == there["full_name"])


def _not_known(person: GivenPerson, there: Mapping[str, Any]) -> GivenPerson | None:
    """The same with nothing but what was not known of her; None where all was."""
    said = {"full_name": person.full_name, "date_of_birth": person.date_of_birth, "address": person.address}
    born = person.date_of_birth.isoformat() if person.date_of_birth else None
    new = {name: value for name, value in said.items() if value is not None}
    new = {name: value for name, value in new.items() if (born if name == "date_of_birth" else value) != there[name]}
    if not new:
        return None
    return person.model_copy(update={**dict.fromkeys(said), **new})


def _contact_in(
    found: Standing, fresh: Mapping[str, Any], before: Mapping[str, Any], said_at: datetime
) -> dict[str, Any] | None:
    """How the reporter may be reached, where something of that is new; what was not said anew is not confirmed anew.

    Beside a new number the old one's safety counts for nothing, unless it is said anew, too.
    """
    said, known = fresh.get("safe_contact"), before.get("safe_contact", {})
    if said is None:
        return None
    standing = found.safe_contacts.get(found.submitted.account_of) or SafeContact()
    new_details = {name for name in _DETAILS if _changed(fresh, before, name)}
    whole: dict[str, Any] = {}
    for way in WAYS:
        whole[way] = said.get(way, known.get(way, {}))
        as_before = whole[way].get("safe") == known.get(way, {}).get("safe")
        if as_before and any(way in NOT_SAFE_YET[name] for name in new_details):
            whole[way] = {}
        if way != "phone":
            whole[way] = whole[way] | {"times": list(getattr(standing, way).times)}
    others = any(whole[way].get("safe") == "yes" == known.get(way, {}).get("safe") for way in WAYS)
    confirmed_at = standing.confirmed_at if others else said_at
    stays = {name: said[name] for name in _NOT_SHOWN if name in said}
    return whole | stays | ({"confirmed_at": confirmed_at.isoformat()} if confirmed_at is not None else {})


def _changed(fresh: Mapping[str, Any], before: Mapping[str, Any], name: str) -> bool:
    said = fresh.get("reporter", {}).get(name)
    return said is not None and said != before.get("reporter", {}).get(name)


def _newer(found: Standing, said_at: datetime) -> bool:
    contact = found.safe_contacts.get(found.submitted.account_of)
    return contact is not None and contact.confirmed_at is not None and contact.confirmed_at > said_at


def _first_way(fresh: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    known = before.get("safe_contact", {})
    changed = [name for name, value in fresh["safe_contact"].items() if value != known.get(name)]
    first = next((each.name for each in COMPLETED if each.name.split(".")[:2] == ["safe_contact", changed[0]]), "")
    return first or "safe_contact.phone.safe"


def _value_of(shown: Mapping[str, Any], steps: Sequence[str]) -> Any:
    value: Any = shown
    if steps[0] == "people":
        role = steps[1]
        value = next(
            (each for each in shown["people"] if role in each["roles"] and "reporter" not in each["roles"]), None
        )
        steps = steps[2:]
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
