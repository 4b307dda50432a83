"""What a list of services may say, in the members of the open standard (HSDS 3.0, its profile for the UK).

Members that are not used here are left alone: a list from elsewhere holds many. Those that are used must be right.
"""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

# The lists of terms that are ours: where an entry stands in the rules, and how it must be handled.
DESTINATIONS = "Waymark destinations"
HANDLING = "Waymark handling"
HIDDEN_ADDRESS = "hidden_address"

_LONGEST = 4_000
_ALWAYS = date.min


def _nothing(value: Any) -> Any:
    """Lists write an empty text where they have nothing to say."""
    return None if isinstance(value, str) and not value.strip() else value


def _link(value: str | None) -> str | None:
    if value is not None and not value.lower().startswith(("http://", "https://")):
        raise PydanticCustomError("link", "Give an address that begins with https://, or leave it out.")
    return value


def _mail(value: str | None) -> str | None:
    if value is not None and (value.count("@") != 1 or " " in value or value[0] == "@" or value[-1] == "@"):
        raise PydanticCustomError("mail", "Give an e-mail address, or leave it out.")
    return value


def _day(value: Any) -> Any:
    """Some lists write a moment where the standard asks for a day."""
    return value[:10] if isinstance(value, str) and "T" in value else value


Name = Annotated[str, Field(min_length=1, max_length=300)]
Words = Annotated[Annotated[str, Field(max_length=_LONGEST)] | None, BeforeValidator(_nothing)]
Link = Annotated[Words, AfterValidator(_link)]
Mail = Annotated[Words, AfterValidator(_mail)]
Day = Annotated[date | None, BeforeValidator(_day), BeforeValidator(_nothing)]
Age = Annotated[Annotated[float, Field(ge=0, le=150)] | None, BeforeValidator(_nothing)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)


class SaidOrganization(_Said):
    """Who provides it."""

    id: UUID
    name: Name
    description: Words = None
    website: Link = None


class SaidPhone(_Said):
    """A number."""

    number: Annotated[str, Field(min_length=3, max_length=40)]
    description: Words = None


class SaidSchedule(_Said):
    """Opening hours."""

    byday: Words = None
    opens_at: Words = None
    closes_at: Words = None
    description: Words = None


class SaidLanguage(_Said):
    """A language it is offered in."""

    name: Words = None
    code: Words = None


class SaidArea(_Said):
    """Where it is offered."""

    name: Words = None


class SaidAddress(_Said):
    """An address of a location."""

    address_1: Words = None
    city: Words = None
    postal_code: Words = None


class SaidLocation(_Said):
    """A place."""

    id: UUID
    location_type: Literal["physical", "postal", "virtual"]
    name: Words = None
    addresses: tuple[SaidAddress, ...] = ()
    external_identifier: Words = None
    external_identifier_type: Words = None


class SaidAtLocation(_Said):
    """A service at a place."""

    location: SaidLocation | None = None


class SaidTerm(_Said):
    """A term of a list of terms."""

    name: Name
    code: Words = None
    taxonomy: Words = None


class SaidAttribute(_Said):
    """A term that an entry bears, with a value: for a destination the days from when to when, as 2018-04-01/.."""

    taxonomy_term: SaidTerm | None = None
    value: Words = None

    @property
    def is_destination(self) -> bool:
        """Whether it says where the entry stands in the rules."""
        return self.taxonomy_term is not None and self.taxonomy_term.taxonomy == DESTINATIONS

    @model_validator(mode="after")
    def _days_are_days(self) -> "SaidAttribute":
        if self.is_destination:
            period(self.value)
        return self


class SaidService(_Said):
    """A service; one without a status is refused, since nobody knows whether it is there at all."""

    id: UUID
    name: Name
    status: Literal["active", "inactive", "defunct", "temporarily closed"]
    organization: SaidOrganization | None = None
    description: Words = None
    url: Link = None
    email: Mail = None
    alert: Words = None
    eligibility_description: Words = None
    minimum_age: Age = None
    maximum_age: Age = None
    application_process: Words = None
    fees_description: Words = None
    interpretation_services: Words = None
    assured_date: Day = None
    assurer_email: Mail = None
    phones: tuple[SaidPhone, ...] = ()
    schedules: tuple[SaidSchedule, ...] = ()
    languages: tuple[SaidLanguage, ...] = ()
    service_areas: tuple[SaidArea, ...] = ()
    service_at_locations: tuple[SaidAtLocation, ...] = ()
    attributes: tuple[SaidAttribute, ...] = ()


def period(value: str | None) -> tuple[date, date | None]:
    """The first and the last day of "2018-04-01/2021-03-31"; ".." is no end, nothing said is always."""
    if value is None:
        return _ALWAYS, None
    first, slash, last = (part.strip() for part in value.partition("/"))
    try:
        found = (
            _ALWAYS if first in ("", "..") else date.fromisoformat(first),
            None if last in ("", "..") else date.fromisoformat(last),
        )
    except ValueError:
        found = None
    if found is None or not slash or (found[1] is not None and found[1] < found[0]):
        raise PydanticCustomError(
            "period", "Give the first and the last day as 2018-04-01/2021-03-31, with .. for one that is open."
        )
    return found


def as_period(first: date, last: date | None) -> str | None:
    """The same, written."""
    if first == _ALWAYS and last is None:
        return None
    return f"{'..' if first == _ALWAYS else first.isoformat()}/{'..' if last is None else last.isoformat()}"
