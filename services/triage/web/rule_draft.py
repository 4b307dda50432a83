"""A draft of rules as a page, and what every step on it ends with: back to the draft, or what stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

from services.triage.application.rule_sets.change_effects import Effect
from services.triage.application.rule_sets.conditions import glossary, is_condition, read_back
from services.triage.application.rule_sets.editing import MEMBERS, entry_of, on_page, words_for
from services.triage.domain.rule_sets.commands import ReviseRules
from services.triage.domain.rule_sets.document import PRIORITIES, RuleDocument
from services.triage.domain.rule_sets.register import Draft
from services.triage.web.desk import Desk
from services.triage.web.typed import Form, receipt_of
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, NotFound, Refusal
from shared.web.guard import context_of, principal_of
from shared.web.pages import Pages

DRAFTS = "/triage/rules/drafts"


def draft_of(desk: Desk, draft_id: str) -> Draft:
    """A draft as it stands; NotFound where there is none."""
    found = desk.room.register().drafts.get(draft_id)
    if found is None:
        raise NotFound
    return found


def revise(
    desk: Desk, pages: Pages, request: Request, draft_id: str, document: RuleDocument, what: str, form: Form
) -> Response:
    command = ReviseRules(
        at=desk.clock(),
        draft_id=draft_id,
        revision=revision_in(form),
        by=principal_of(request).account_id,
        what=what,
        document=document,
    )
    return do(desk, pages, request, draft_id, command, form)


def revision_in(form: Form) -> int:
    """The revision a form was made of."""
    given = form.get("revision", "")
    return int(given) if given.isdecimal() and len(given) < 9 else -1


def do(desk: Desk, pages: Pages, request: Request, draft_id: str, command: Command, form: Form) -> Response:
    """Do it and go back to the draft; a refusal stands on it."""
    try:
        desk.dispatch(command, context_of(request), receipt_of(request, form))
    except Refusal as refusal:
        return draft_page(desk, pages, request, draft_id, [FieldError("", refusal.code, refusal.says)], form, 409)
    return go_to(f"{DRAFTS}/{draft_id}")


def go_to(address: str) -> Response:
    """On to a page after a form."""
    return Response(status_code=303, headers={"Location": address})


def draft_page(
    desk: Desk,
    pages: Pages,
    request: Request,
    draft_id: str,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    status: int = 200,
) -> Response:
    draft = draft_of(desk, draft_id)
    return pages.render(
        request,
        "triage/rule_draft.html",
        status=status,
        draft=draft,
        edition=desk.room.edition(draft),
        effects=desk.room.effects(draft) if not draft.over else [],
        examples=desk.room.failing_examples(draft) if not draft.over else [],
        parts=_parts(draft.document),
        say=desk.say,
        errors=errors,
        form=form or {},
        once=new_id(),
    )


def _parts(document: RuleDocument) -> dict[str, list[str]]:
    """What may be changed besides the rows: each part with the names of its entries."""
    found = {}
    for part in MEMBERS:
        if part not in ("set", "rows", "closing"):
            entries = getattr(document, part)
            found[part] = list(entries) if isinstance(entries, dict) else [entry.id for entry in entries]
    return found


@dataclass(frozen=True, slots=True)
class Tried:
    """A change that is not made yet: its conditions as they would be read, and what it alone would do."""

    reads: Mapping[str, Sequence[str]]
    effects: Sequence[Effect]


def try_change(desk: Desk, draft_id: str, part: str, name: str, changed: RuleDocument) -> Tried:
    """What a change comes to, for whoever is about to make it."""
    entry = entry_of(changed, part, name)
    reads = {
        member: read_back(changed, part, text, desk.room.vocabulary)
        for member in MEMBERS[part]
        if is_condition(part, member) and (text := entry.get(member))
    }
    return Tried(reads, desk.room.effects_of(draft_of(desk, draft_id).document, changed))


def _asks(desk: Desk) -> dict[str, str]:
    return {name: question.asks for name, question in desk.say.vocabulary.answers.items()}


def change_page(
    desk: Desk,
    pages: Pages,
    request: Request,
    draft_id: str,
    part: str,
    name: str,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    tried: Tried | None = None,
) -> Response:
    draft = draft_of(desk, draft_id)
    try:
        entry = entry_of(draft.document, part, name)
    except LookupError:
        raise NotFound from None
    document, words = draft.document, desk.room.vocabulary
    standing = {member: on_page(document, part, member, entry.get(member), words) for member in MEMBERS[part]}
    conditions = [member for member in standing if is_condition(part, member)]
    return pages.render(
        request,
        "triage/rule_change.html",
        status=422 if errors else 200,
        draft=draft,
        part=part,
        name=name,
        about=words_for(part, name),
        values={member: (form or {}).get(member, value) for member, value in standing.items()},
        priorities=PRIORITIES,
        conditions=conditions,
        names=glossary(document, part, words, _asks(desk)) if conditions else {},
        tried=tried,
        errors=errors,
        ids={f"/{member}": member for member in standing},
        revision=(form or {}).get("revision", draft.revision),
        once=new_id(),
    )
