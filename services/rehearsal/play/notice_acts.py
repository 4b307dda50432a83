"""How notices that could not be sent are settled by a person, as the list of notices asks for."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

from services.notifications.domain.commands import FollowUp
from services.notifications.read_models import notice_log
from services.rehearsal.plan.deeds import Deed, SeeToNotices
from services.rehearsal.play.stage import Stage
from shared.kernel.clock import rfc3339

# A few are left open a little longer, as somebody could not be reached yet.
_LEFT_FOR, _AGAIN = timedelta(days=3), 0.12
_WAYS = ("phone", "phone", "phone", "in_person", "another_way", "not_needed")
_PAGE = 100


def see_to_notices(stage: Stage, deed: SeeToNotices) -> None:
    """Those a few days old: told otherwise, in a way that is safe, or there is nothing to tell."""
    notifications = stage.service("notifications")
    notifications.views.catch_up()
    before = rfc3339(deed.at - _LEFT_FOR)
    with notifications.views.reading() as connection:
        found, _ = notice_log.page(connection, notice_log.STUCK, 1, _PAGE)
    for notice in sorted(found, key=lambda each: each.notice_id):
        chance = Random(f"{notice.notice_id}/{deed.key}")
        if notice.audience != "reporter" or notice.left or notice.changed_at > before or chance.random() < _AGAIN:
            continue
        command = FollowUp(at=deed.at, notice_id=notice.notice_id, way=chance.choice(_WAYS))
        stage.do("notifications", command, deed, f"{deed.key}/{notice.notice_id}")


ACTS: Mapping[type[Deed], tuple[str, Callable[[Stage, Any], None]]] = {
    SeeToNotices: ("notifications", see_to_notices),
}
"""Each deed with the service whose receipts say what of it is done."""
