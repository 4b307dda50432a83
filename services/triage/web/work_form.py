"""A form of triage as a page of its own: what is asked, what stands in it already, and what was wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import Request
from fastapi.responses import Response

from services.triage.web.fields import Field
from services.triage.web.typed import Form
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput, Refusal
from shared.web.pages import Pages


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkForm:
    """One form. `action` is where it goes, `back_to` and `back_text` are the link back, `lead` explains it.

    `stands` is in its fields before anybody types, besides what each field says for itself; `chosen` goes along unseen.
    """

    title: str
    button: str
    fields: Sequence[Field]
    action: str
    back_to: str
    back_text: str = "Case"
    lead: Sequence[str] = ()
    stands: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    reference: str | None = None
    page_title: str = "Work on a case"

    def page(
        self,
        pages: Pages,
        request: Request,
        typed: Form | None = None,
        errors: Sequence[FieldError] = (),
        status: int = 200,
    ) -> Response:
        """The form with what was typed, or with what stands in it at first."""
        return pages.render(
            request,
            "triage/form.html",
            status=status,
            title=self.title,
            page_title=self.page_title,
            lead=self.lead,
            button=self.button,
            fields=self.fields,
            values={**{each.name: each.stands for each in self.fields if each.stands}, **self.stands, **(typed or {})},
            ids={f"/{each.name}": each.first_id for each in self.fields},
            errors=errors,
            chosen=self.chosen,
            action=self.action,
            back_to=self.back_to,
            back_text=self.back_text,
            reference=self.reference,
            once=new_id(),
        )

    def refused(self, pages: Pages, request: Request, typed: Form, why: InvalidInput | Refusal) -> Response:
        """The form as it was sent, with what is wrong at each field, or with what stands in the way on top."""
        if isinstance(why, InvalidInput):
            return self.page(pages, request, typed, why.errors, 422)
        return self.page(pages, request, typed, [FieldError("", why.code, why.says)], 409)
