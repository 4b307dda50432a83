"""The referral document: what callers say, narrowed to the words all services share."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from services.intake.domain.given import GivenAsking, GivenReferral
from services.intake.domain.written import Day, OneOf, Text
from shared.contracts.vocabulary import VOCABULARY, Answer

AnswerGiven = str | int | date | None
_MOST_STRANDS = len(VOCABULARY.strands)


class Answers:
    """The closed list of answers, each of its own type; a member that is not on the list is an error of its own."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = answers

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        members = {
            name: core_schema.typed_dict_field(
                _answer(answer, handler), required=False, metadata={"pydantic_js_updates": {"description": answer.asks}}
            )
            for name, answer in self._answers.items()
        }
        return core_schema.typed_dict_schema(members, extra_behavior="forbid", config={"strict": True})


def _answer(answer: Answer, handler: GetCoreSchemaHandler) -> CoreSchema:
    if answer.type in ("yes_no", "one_of"):
        return core_schema.nullable_schema(core_schema.literal_schema(list(answer.values)))
    if answer.type in ("count", "age"):
        return core_schema.nullable_schema(core_schema.int_schema(ge=0, le=answer.most, strict=True))
    if answer.type == "date":
        return core_schema.nullable_schema(Day().__get_pydantic_core_schema__(None, handler))
    return Text(answer.most, lines=True).__get_pydantic_core_schema__(None, handler)


class Asking(GivenAsking):
    """Which wording of which question brought which answers."""

    facts: tuple[Annotated[str, OneOf(VOCABULARY.answers)], ...] = Field(max_length=60)


class ReferralDocument(GivenReferral):
    """A referral of anti-social behaviour, domestic abuse or other violence against women and girls.

    Only `kind` and `channel` must be there. What is absent or null is unknown, never no.
    """

    kind: Annotated[str, OneOf(VOCABULARY.kinds)]
    channel: Annotated[str, OneOf(VOCABULARY.channels)]
    category: Annotated[str, OneOf(VOCABULARY.categories)] | None = None
    strands: tuple[Annotated[str, OneOf(VOCABULARY.strands)], ...] | None = Field(
        default=None, max_length=_MOST_STRANDS
    )
    facts: Annotated[dict[str, AnswerGiven], Answers(VOCABULARY.answers)] | None = None
    asked: tuple[Asking, ...] | None = Field(default=None, max_length=60)
