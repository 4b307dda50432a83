"""The base of every published event: frozen, ignoring members it does not know, naming itself by hand."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """A piece of a published event. A member whose wire name is a Python keyword is written under that wire name."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", serialize_by_alias=True, validate_by_name=True, validate_by_alias=True
    )


class Contract(Part):
    """A published event. `event` is its name on the wire, `version` its version; the docstring is its meaning.

    Personal details stand in it only as `SealedText`, copied unopened from the log.
    """

    event: ClassVar[str]
    version: ClassVar[int]

    @classmethod
    def type(cls) -> str:
        """The CloudEvents type: name and version together, such as `intake.referral_submitted.v1`."""
        return f"{cls.event}.v{cls.version}"


class SealedText(Part):
    """A personal detail under its person's key: `p` whose, `c` base64(nonce ‖ AES-256-GCM ciphertext)."""

    p: str
    c: Annotated[str, Field(json_schema_extra={"contentEncoding": "base64"})]
