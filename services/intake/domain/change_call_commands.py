"""What may be asked about a call for whoever worries about their own behaviour."""

from pydantic import Field

from services.intake.domain.given import GivenChannel
from shared.kernel.handling import Command


class RequestChangeCall(Command):
    """Ask to be called. `person_id` is minted for it: nobody is looked for, so that nobody can be found."""

    request_id: str
    person_id: str
    full_name: str | None = Field(default=None, repr=False)
    phone: str = Field(repr=False)
    calling: GivenChannel = Field(repr=False)


class AnswerChangeCall(Command):
    """Somebody called; `reached` says whether they spoke."""

    request_id: str
    reached: bool
