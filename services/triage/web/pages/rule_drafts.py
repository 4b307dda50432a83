"""Drafts of rules: begun from the newest set, changed entry by entry, proven, tried, approved by a second person."""

from datetime import timedelta

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.application.rule_sets.editing import (
    edited,
    moved,
    with_example_as_it_is,
    with_row,
    without_example,
    without_row,
    words_for,
)
from services.triage.application.rule_sets.proof_words import failure_in_words
from services.triage.domain.rule_sets.commands import (
    DraftRules,
    NoteProof,
    NoteSimulation,
    PublishRules,
    WithdrawDraft,
)
from services.triage.domain.rule_sets.document import RuleDocument, RuleProblem
from services.triage.domain.rule_sets.register import as_published
from services.triage.web.desk import Desk
from services.triage.web.rule_draft import (
    DRAFTS,
    change_page,
    do,
    draft_of,
    draft_page,
    go_to,
    revise,
    revision_in,
    try_change,
)
from services.triage.web.typed import Typed, receipt_of
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput, NotFound
from shared.web.formats import LONDON
from shared.web.guard import Role, allow, context_of, principal_of
from shared.web.pages import Pages

_READERS = (Role.SERVICE_MANAGER, Role.RULE_APPROVER, Role.AUDITOR)
_WRITTEN_BY, _APPROVED_BY, _NOT_YET = "Service manager", "Rule approver", "not yet approved"
_NOTICE = timedelta(days=28)
_STEPS = {"up": -1, "down": 1}


def rule_draft_pages(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/rules/drafts…"""
    router = APIRouter(prefix=DRAFTS, include_in_schema=False)
    _add_reading(router, desk, pages)
    _add_writing(router, desk, pages)
    _add_rows_and_examples(router, desk, pages)
    _add_deciding(router, desk, pages)
    _add_approving(router, desk, pages)
    return router


def _add_reading(router: APIRouter, desk: Desk, pages: Pages) -> None:
    readers = [allow(*_READERS, hide=True)]

    @router.get("", name="triage:rule_drafts", dependencies=readers)
    def every(request: Request) -> Response:
        drafts = list(reversed(desk.room.register().drafts.values()))
        return pages.render(request, "triage/rule_drafts.html", drafts=drafts, once=new_id(), newest=desk.room.newest())

    @router.get("/{draft_id}", name="triage:rule_draft", dependencies=readers)
    def show(request: Request, draft_id: str) -> Response:
        return draft_page(desk, pages, request, draft_id)

    @router.get("/{draft_id}/change", name="triage:rule_change", dependencies=[allow(Role.SERVICE_MANAGER, hide=True)])
    def change(request: Request, draft_id: str, part: str = "", name: str = "") -> Response:
        return change_page(desk, pages, request, draft_id, part, name)


def _add_writing(router: APIRouter, desk: Desk, pages: Pages) -> None:
    writers = [allow(Role.SERVICE_MANAGER, hide=True)]

    @router.post("", name="triage:draft_rules", dependencies=writers)
    def begin(request: Request, form: Typed) -> Response:
        draft_id, by = new_id(), principal_of(request).account_id
        document = _to_begin(desk)
        command = DraftRules(at=desk.clock(), draft_id=draft_id, by=by, document=document)
        done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        return go_to(f"{DRAFTS}/{draft_id}" if done.facts else DRAFTS)

    @router.post("/{draft_id}/change", name="triage:change_rules", dependencies=writers)
    def change(request: Request, draft_id: str, form: Typed) -> Response:
        part, name = form.get("part", ""), form.get("name", "")
        try:
            document = edited(draft_of(desk, draft_id).document, part, name, form, desk.room.vocabulary)
        except LookupError:
            raise NotFound from None
        except InvalidInput as invalid:
            return change_page(desk, pages, request, draft_id, part, name, invalid.errors, form)
        if form.get("do") == "try":
            tried = try_change(desk, draft_id, part, name, document)
            return change_page(desk, pages, request, draft_id, part, name, (), form, tried)
        return revise(desk, pages, request, draft_id, document, words_for(part, name), form)

    @router.post("/{draft_id}/withdraw", name="triage:withdraw_rules", dependencies=writers)
    def withdraw(request: Request, draft_id: str, form: Typed) -> Response:
        draft_of(desk, draft_id)
        return do(desk, pages, request, draft_id, WithdrawDraft(at=desk.clock(), draft_id=draft_id), form)


def _add_rows_and_examples(router: APIRouter, desk: Desk, pages: Pages) -> None:
    writers = [allow(Role.SERVICE_MANAGER, hide=True)]

    @router.post("/{draft_id}/rows", name="triage:change_rows", dependencies=writers)
    def rows(request: Request, draft_id: str, form: Typed) -> Response:
        document, row = draft_of(desk, draft_id).document, form.get("row", "")
        words = desk.room.vocabulary
        try:
            if form.get("do") == "add":
                return revise(desk, pages, request, draft_id, with_row(document, form, words), "a new row", form)
            if row not in {each.id for each in document.rows}:
                raise NotFound
            if form.get("do") == "remove":
                changed, what = without_row(document, row, words), f"row “{row}” taken out"
            else:
                changed = moved(document, row, _STEPS.get(form.get("do", ""), 0), words)
                what = f"row “{row}” moved"
        except InvalidInput as invalid:
            return draft_page(desk, pages, request, draft_id, invalid.errors, form, 422)
        return revise(desk, pages, request, draft_id, changed, what, form)

    @router.post("/{draft_id}/examples", name="triage:change_examples", dependencies=writers)
    def examples(request: Request, draft_id: str, form: Typed) -> Response:
        document, says = draft_of(desk, draft_id).document, form.get("says", "")
        if says not in {each.says for each in document.examples}:
            raise NotFound
        if form.get("do") == "accept":
            changed, what = (
                with_example_as_it_is(document, says, desk.room.vocabulary),
                "an example as it now comes out",
            )
        else:
            changed, what = without_example(document, says), "an example taken out"
        return revise(desk, pages, request, draft_id, changed, what, form)


def _add_deciding(router: APIRouter, desk: Desk, pages: Pages) -> None:
    both = [allow(Role.SERVICE_MANAGER, Role.RULE_APPROVER, hide=True)]

    @router.post("/{draft_id}/prove", name="triage:prove_rules", dependencies=both)
    def prove(request: Request, draft_id: str, form: Typed) -> Response:
        draft = draft_of(desk, draft_id)
        proof = desk.room.prove(draft.document)
        command = NoteProof(
            at=desk.clock(),
            draft_id=draft_id,
            revision=draft.revision,
            claims=len(proof.results),
            failures=tuple(failure_in_words(result) for result in proof.failures),
        )
        return do(desk, pages, request, draft_id, command, form)

    @router.post("/{draft_id}/try", name="triage:try_rules", dependencies=both)
    def try_(request: Request, draft_id: str, form: Typed) -> Response:
        draft = draft_of(desk, draft_id)
        try:
            report = desk.room.simulate(draft.document)
        except RuleProblem as problem:
            error = FieldError("", "not_sound", f"It cannot be tried while it is not sound. {problem}")
            return draft_page(desk, pages, request, draft_id, [error], form, 422)
        counts = {"referrals": report["referrals"], "changed": report["changed"], **report["which_way"]}
        command = NoteSimulation(at=desk.clock(), draft_id=draft_id, revision=draft.revision, **counts)
        return do(desk, pages, request, draft_id, command, form)


def _add_approving(router: APIRouter, desk: Desk, pages: Pages) -> None:
    @router.post(
        "/{draft_id}/approve", name="triage:approve_rules", dependencies=[allow(Role.RULE_APPROVER, hide=True)]
    )
    def approve(request: Request, draft_id: str, form: Typed) -> Response:
        draft, today = draft_of(desk, draft_id), desk.clock().astimezone(LONDON).date()
        # What is published is proven as it is published, whatever was proven before.
        if desk.room.prove(as_published(draft.document, _APPROVED_BY, today)).failures:
            error = FieldError("", "not_sound", "It does not hold as it would be published. Prove it again.")
            return draft_page(desk, pages, request, draft_id, [error], form, 422)
        command = PublishRules(
            at=desk.clock(),
            draft_id=draft_id,
            revision=revision_in(form),
            by=principal_of(request).account_id,
            approver=_APPROVED_BY,
            today=today,
        )
        answer = do(desk, pages, request, draft_id, command, form)
        desk.room.look()
        return answer


def _to_begin(desk: Desk) -> RuleDocument:
    """The newest set, as somebody's draft for four weeks from now."""
    newest, today = desk.room.newest(), desk.clock().astimezone(LONDON).date()
    return msgspec.structs.replace(
        newest,
        version="draft",
        effective_from=max(today, newest.effective_from) + _NOTICE,
        author=_WRITTEN_BY,
        approver=_NOT_YET,
    )
