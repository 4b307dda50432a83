"""The words in which the pages speak of notices, and the templates they stand in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.notifications.domain.values.channels import AUDIENCE_WORDS, FOLLOW_UPS, WAY_WORDS
from services.notifications.domain.values.reasons import says
from services.notifications.read_models import notice_log
from shared.web.pages import Pages

PAGES = Pages(Path(__file__).parents[1] / "templates")

# What the list can be narrowed to: the words, and the states they stand for.
GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "": ("All", ()),
    "stuck": ("Needs a person", notice_log.STUCK),
    "waiting": ("Waiting or being sent", ("waiting", "failed", "sending")),
    "done": ("Sent or followed up", ("sent", "followed_up")),
}
# A state's words and the kind of its tag.
STATES: Mapping[str, tuple[str, str]] = {
    "uncertain": ("May have gone out", "late"),
    "withheld": ("Not sent", "danger"),
    "given_up": ("Could not be sent", "danger"),
    "failed": ("Trying again", "past"),
    "waiting": ("Waiting", ""),
    "sending": ("Being sent", ""),
    "followed_up": ("Followed up", "person"),
    "sent": ("Sent", "calm"),
}
WORDS: Mapping[str, Any] = {
    "says": says,
    "states": STATES,
    "ways": WAY_WORDS,
    "audiences": AUDIENCE_WORDS,
    "follow_ups": FOLLOW_UPS,
}
