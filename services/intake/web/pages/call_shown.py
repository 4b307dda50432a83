"""How the call screen is shown: the whole form, or only the answer so far beside it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from services.intake.domain.call import DANGER_NOW
from services.intake.web.call_clock import CallClock
from services.intake.web.call_document import caller_of
from services.intake.web.call_gaps import missing
from services.intake.web.desk import Desk
from services.intake.web.drafts import Draft
from services.intake.web.earlier import Earlier
from services.intake.web.forms import Typed
from services.intake.web.sayings import (
    ABUSE,
    ABUSE_OF_ANOTHER,
    ASK_MORE,
    COMPLAINED_OF,
    HANG_UP,
    MAY_WE_PASS_ON,
    OURS,
    OURS_UNREACHED,
    Saying,
    shown_the_door,
)
from services.intake.web.so_far import SoFar, says_abuse
from services.intake.web.spoken import resolved
from services.intake.web.staff_questions import FIELDS, SCREENED, Section, sections_for
from services.intake.web.words import PAGES
from shared.kernel.clock import rfc3339

_SAFETY = re.compile(r"safe_contact\.\w+\.safe")
SAYING, ADVISED = "_saying", "_advised"


@dataclass(frozen=True, slots=True)
class Call:
    """What one showing of the call screen holds.

    `once` makes it come in once; `draft_id` is the draft it continues, `known` while that is kept, `opened` just now;
    `seen` are the earlier referrals listed so far; `gaps` are said; `looked` is whether the rules were asked. `page` is
    this opening of it: the newest alone may change the draft. `advised_at`: the caller was told to call 999.
    """

    typed: Typed
    once: str
    clock: CallClock
    draft_id: str = ""
    seen: Sequence[str] = ()
    known: Draft | None = None
    opened: bool = False
    wrong: Mapping[str, str] = field(default_factory=dict)
    gaps: Sequence[str] = ()
    looked: bool = False
    advice: SoFar | None = None
    earlier: Earlier = field(default_factory=Earlier)
    notice: str = ""
    page: str = ""
    advised_at: datetime | None = None
    saved: bool = False
    not_kept: str = ""

    @property
    def abuse(self) -> bool:
        """Whether domestic abuse was said."""
        return says_abuse(self.typed)

    @property
    def danger(self) -> bool:
        """Whether somebody has to hang up and call 999."""
        said = resolved(self.typed)
        return any(list(said.get(f"facts.{name}", ())) == ["yes"] for name in DANGER_NOW)

    @property
    def complained_of(self) -> bool:
        """Whether the person complained of is on the line."""
        return caller_of(self.typed) == "complained_of"

    @property
    def ends_here(self) -> bool:
        """Whether the call may end by showing another door."""
        return self.advice is not None and self.advice.ends_here and not self.abuse and not self.danger

    @property
    def asks_consent(self) -> bool:
        """Whether it must first be asked if we may pass the details on."""
        return (
            self.ends_here and self.advice is not None and self.advice.by_us and not self.typed.get("sharing.consent")
        )

    @property
    def sent_on(self) -> bool:
        """Whether the details go where the caller is shown: with a yes, or on a footing and for a reason.

        What whoever is complained of says is looked at by a person before it goes anywhere.
        """
        if self.advice is None or not self.advice.by_us or self.complained_of:
            return False
        footing = self.typed.get("sharing.lawful_basis") and self.typed.get("sharing.why")
        return list(self.typed.get("sharing.consent", ())) == ["given"] or bool(footing)

    @property
    def unreached(self) -> bool:
        """Whether it is clear that we may not contact the caller: they stay anonymous, or no way was called safe."""
        ways = [values for name, values in self.typed.items() if _SAFETY.fullmatch(name) and values]
        return list(self.typed.get("reporter.anonymous", ())) == ["yes"] or (ways != [] and ["yes"] not in ways)

    @property
    def saying(self) -> Saying | None:
        """What may be read out now; None where nobody knows yet."""
        if self.danger:
            return HANG_UP
        if self.complained_of:
            return COMPLAINED_OF
        if self.abuse:
            return ABUSE_OF_ANOTHER if caller_of(self.typed) in ("neighbour", "professional") else ABUSE
        if self.advice is None:
            return None
        if self.asks_consent:
            return MAY_WE_PASS_ON.about(self.advice.destination)
        if self.ends_here:
            return shown_the_door(self.advice.route, self.advice.destination, self.sent_on, self.advice.by_message)
        ours = OURS_UNREACHED if self.unreached else OURS
        return {"emergency": HANG_UP, "open_case": ours}.get(self.advice.code, ASK_MORE)


def whole(desk: Desk, request: Request, call: Call) -> HTMLResponse:
    """The page."""
    sections, aside = sections_for(call.abuse)
    return PAGES.render(
        request,
        "intake/record_referral.html",
        status=422 if call.wrong or (call.gaps and not call.opened) or call.notice else 200,
        sections=sections,
        aside=aside,
        screened=SCREENED,
        fields=FIELDS,
        wrong=call.wrong,
        unfolded=_unfolded(sections, call),
        one_by_one=_one_by_one(sections, call),
        waiting=desk.unfinished.count(),
        **_beside(call, desk),
    )


def beside(desk: Desk, request: Request, call: Call) -> HTMLResponse:
    """Only what stands beside the questions: the answer so far, what is missing, who has called before."""
    return PAGES.render(request, "intake/call_so_far.html", **_beside(call, desk))


def _beside(call: Call, desk: Desk) -> dict[str, Any]:
    return {
        "call": call,
        "typed": call.typed,
        "missing": missing(call.typed),
        "headings": {section.slug: section.heading for section in sections_for(call.abuse)[0]},
        "said_at": desk.clock(),
        "saying_name": SAYING,
        "advised": (ADVISED, rfc3339(call.advised_at) if call.advised_at else ""),
    }


def _unfolded(sections: Sequence[Section], call: Call) -> set[str]:
    """The sections in which something was typed or is wrong."""
    return {
        section.slug
        for section in sections
        for each in section.fields
        if each.name in call.wrong or any(call.typed.get(name) for name in each.names())
    }


def _one_by_one(sections: Sequence[Section], call: Call) -> set[str]:
    """The sections whose questions are asked one by one: something was answered so, or the one answer was a yes."""
    return {
        section.slug
        for section in sections
        if list(call.typed.get(section.fields[0].name, ())) == ["yes"]
        or any(call.typed.get(each.name) for each in section.fields[1:])
    }
