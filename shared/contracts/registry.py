"""All published events by their CloudEvents type, and which service publishes them."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, get_args

from shared.contracts import intake, intake_records, notifications, panels, triage
from shared.contracts.model import Contract, Part, SealedText

PUBLISHED: Mapping[str, tuple[type[Contract], ...]] = MappingProxyType(
    {
        "intake": (*intake.EVENTS, *intake_records.EVENTS),
        "triage": triage.EVENTS,
        "panels": panels.EVENTS,
        "notifications": notifications.EVENTS,
    }
)


def by_type(published: Mapping[str, tuple[type[Contract], ...]]) -> Mapping[str, type[Contract]]:
    """The contracts by type; a type published twice, or outside its service's own name, is refused at start."""
    contracts: dict[str, type[Contract]] = {}
    for publisher, events in published.items():
        for contract in events:
            if contract.type() in contracts:
                raise ValueError(f"{contract.type()} is published twice")
            if publisher_of(contract.type()) != publisher:
                raise ValueError(f"{contract.type()} stands among the events of {publisher}")
            contracts[contract.type()] = contract
    return MappingProxyType(contracts)


def publisher_of(event_type: str) -> str:
    """The service that publishes a type: the first word of its name."""
    return event_type.partition(".")[0]


def schema_uri(event_type: str) -> str:
    """What `dataschema` and the schema's `$id` say: a name, not an address, so nothing is ever fetched."""
    return f"urn:waymark:contracts:{event_type}"


def classification(event_type: str) -> str:
    """The CloudEvents data classification: `restricted` where sealed personal details travel, else `confidential`.

    Everything published is about somebody, so nothing is less; a type not known here is taken for the worst.
    """
    return _CLASSIFICATION.get(event_type, "restricted")


def parts_of(part: type[Part]) -> Iterator[type[Part]]:
    """This part of a contract and every part inside it, each once."""
    seen: list[type[Part]] = [part]
    for known in seen:
        yield known
        for described in known.model_fields.values():
            seen += [inner for inner in _parts_in(described.annotation) if inner not in seen]


def _parts_in(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from _parts_in(argument)


CONTRACTS: Mapping[str, type[Contract]] = by_type(PUBLISHED)
_CLASSIFICATION: Mapping[str, str] = {
    event_type: "restricted" if SealedText in parts_of(contract) else "confidential"
    for event_type, contract in CONTRACTS.items()
}
