"""A way of reaching somebody that a person may use where nothing may be sent."""

from dataclasses import dataclass, field

from services.notifications.domain.values.channels import Way


@dataclass(frozen=True, slots=True)
class SafeRoute:
    """A way for a person to use. `confirmed` is False where it has to be asked again first; `number` is in clear."""

    way: Way
    times: tuple[str, ...]
    voicemail: bool
    confirmed: bool
    number: str | None = field(default=None, repr=False)
