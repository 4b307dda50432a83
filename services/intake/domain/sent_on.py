"""What goes to where a caller was shown, still in clear, on its way from the call screen to the fact of the call."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class SentOn(BaseModel):
    """What goes to where a caller was shown, and on what footing; see the fact `CallEnded`."""

    model_config = ConfigDict(frozen=True)

    words: str = Field(repr=False)
    consent: Literal["given", "refused", "not_sought"]
    basis: Literal["public_task", "vital_interests", "legal_obligation"] | None = None
    why: str | None = Field(default=None, repr=False)
    landlord: str | None = None
