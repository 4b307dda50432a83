"""Whose key each detail stands under: the account and the place belong to the reporter, every person to herself."""

from typing import TypeVar

from services.intake.domain.events import (
    Asking,
    CameAsMail,
    ChannelSafety,
    Location,
    Occurrence,
    SafeContact,
    Sharing,
    Words,
)
from services.intake.domain.given import (
    GivenAsking,
    GivenChannel,
    GivenLocation,
    GivenOccurrence,
    GivenSafeContact,
    GivenSharing,
)
from services.intake.domain.given_mail import GivenThread
from services.intake.domain.values import postcode, ward_name
from shared.kernel.personal import Contact, DataClass, Identity, Narrative, Personal, Place, private

C = TypeVar("C", bound=DataClass)

_UNKNOWN = ChannelSafety()


def kept(person_id: str, data_class: type[C], text: str | None) -> Personal[C] | None:
    """A detail under a person's key; nothing stays nothing."""
    return None if text is None else private(person_id, data_class, text)


def occurrence(said: GivenOccurrence | None, owner: str) -> Occurrence:
    """When it happened; the pattern is in the reporter's words."""
    if said is None:
        return Occurrence()
    return Occurrence(from_=said.from_, to=said.to, pattern=kept(owner, Narrative, said.pattern), ongoing=said.ongoing)


def location(said: GivenLocation | None, owner: str) -> Location:
    """Where it happens, with the postcode's normal form and, where it differs, what was typed."""
    if said is None:
        return Location()
    normal = postcode(said.postcode)
    typed = said.postcode if said.postcode != normal else None
    point = None if said.lat is None or said.long is None else f"{said.lat!r},{said.long!r}"
    return Location(
        address=kept(owner, Place, said.address),
        postcode=kept(owner, Place, normal),
        postcode_typed=kept(owner, Place, typed),
        uprn=kept(owner, Place, said.uprn),
        point=kept(owner, Place, point),
        ward=ward_name(said.ward),
        ward_typed=None if ward_name(said.ward) else kept(owner, Place, said.ward),
    )


def safe_contact(said: GivenSafeContact | None, person_id: str, before: SafeContact | None = None) -> SafeContact:
    """How a person may be reached. Channels not spoken of are unknown; the codeword and the names not to be told stay
    as they were before, so that saying a new safe time does not lose them.
    """
    before = before or SafeContact()
    if said is None:
        return before
    names = said.must_not_receive
    return SafeContact(
        phone=_channel(said.phone),
        sms=_channel(said.sms),
        email=_channel(said.email),
        post=_channel(said.post),
        in_person=_channel(said.in_person),
        confirmed_at=said.confirmed_at,
        codeword=before.codeword if said.codeword is None else private(person_id, Contact, said.codeword),
        must_not_receive=before.must_not_receive
        if names is None
        else tuple(private(person_id, Identity, name) for name in names if name),
    )


def _channel(said: GivenChannel | None) -> ChannelSafety:
    if said is None:
        return _UNKNOWN
    return ChannelSafety(safe=said.safe, voicemail=said.voicemail, times=said.times)


def words(said: dict[str, str], owner: str) -> tuple[Words, ...]:
    """Answers in free words, in the reporter's account."""
    return tuple(Words(name=name, text=private(owner, Narrative, text)) for name, text in said.items())


def askings(said: tuple[GivenAsking, ...] | None) -> tuple[Asking, ...]:
    """Which wording of which question brought which answers."""
    return tuple(Asking(question=one.question, wording=one.wording, answers=one.facts) for one in said or ())


def sharing(said: GivenSharing | None, owner: str) -> Sharing | None:
    """The footing of holding and sharing, or nothing where nobody said."""
    if said is None:
        return None
    return Sharing(
        lawful_basis=said.lawful_basis,
        condition=said.condition,
        consent=said.consent,
        privacy_notice=said.privacy_notice,
        privacy_review_on=said.privacy_review_on,
        why=kept(owner, Narrative, said.why),
    )


def came_as_mail(said: GivenThread | None, owner: str) -> CameAsMail | None:
    """The e-mail it came as, or nothing where it came by another road."""
    if said is None:
        return None
    header_id = kept(owner, Contact, said.header_id)
    return CameAsMail(message_id=said.message_id, header_id=header_id, answerable=said.answerable)
