"""The one door: bytes become a checked document, or every error in them; a document becomes a command."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from pydantic import ValidationError
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from services.intake.document.errors import field_errors
from services.intake.document.shape import AnswerGiven, ReferralDocument
from services.intake.domain.commands import SubmitReferral
from services.intake.domain.places import Placed
from services.intake.domain.recognition import Chosen
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.refusals import FieldError, InvalidInput

# Thirty people, the longest account in four-byte letters, every answer: well under half of this.
MOST_BYTES = 512 * 1024
SCHEMA_ID = "urn:waymark:intake:referral"

_WORDS = frozenset(answer.name for answer in VOCABULARY.answers.values() if answer.type == "text")
_NEVER_NULL = frozenset(answer.name for answer in VOCABULARY.answers.values() if answer.values)


def read_referral(body: bytes, now: datetime) -> ReferralDocument:
    """The document in these bytes, held against the time now; raises InvalidInput with every error found."""
    if len(body) > MOST_BYTES:
        raise InvalidInput([FieldError("", "too_large", f"Send {MOST_BYTES // 1024} KiB at most.")])
    try:
        return ReferralDocument.model_validate_json(body, context={"now": now})
    except ValidationError as invalid:
        raise InvalidInput(field_errors(invalid)) from None


def submission(
    document: ReferralDocument,
    now: datetime,
    referral_id: str,
    reference: str,
    people: Chosen,
    agency: str | None = None,
    placed: Placed | None = None,
) -> SubmitReferral:
    """The command for a checked document; received now, unless it says otherwise; `placed` is where it lies."""
    answers, words = _answers(document.facts or {})
    return SubmitReferral(
        at=(document.received_at or now).astimezone(UTC),
        referral_id=referral_id,
        reference=reference,
        reporter_id=people.reporter_id,
        person_ids=people.person_ids,
        agency=agency,
        given=document,
        answers=answers,
        words=words,
        placed=placed,
    )


def _answers(given: Mapping[str, AnswerGiven]) -> tuple[dict[str, str | int | None], dict[str, str]]:
    """Answers by code, and those in free words apart. Null where a code belongs is the code for not known."""
    coded: dict[str, str | int | None] = {}
    words: dict[str, str] = {}
    for name, value in given.items():
        if name in _WORDS:
            if value is not None:
                words[name] = str(value)
        elif isinstance(value, date):
            coded[name] = value.isoformat()
        else:
            coded[name] = "unknown" if value is None and name in _NEVER_NULL else value
    return coded, words


class _Schema(GenerateJsonSchema):
    def generate(self, schema: Any, mode: JsonSchemaMode = "validation") -> dict[str, Any]:
        made = super().generate(schema, mode=mode)
        return {"$schema": self.schema_dialect, "$id": SCHEMA_ID, **made}


def referral_schema() -> dict[str, Any]:
    """The document's JSON Schema, draft 2020-12."""
    return ReferralDocument.model_json_schema(schema_generator=_Schema)
