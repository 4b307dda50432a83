"""Whatever a message is sorted as, and whatever was odd in it, has words for staff."""

import inspect
import re

from services.intake.adapters.mail import mime, room, winmail, words
from services.intake.domain.commands import DismissMessage
from services.intake.domain.mail import sorting
from services.intake.web.mail_words import DISMISSED_AS, ODDITIES, REASONS, size


def test_every_reason_has_its_sentence() -> None:
    """Every code that a sign returns, found in the source, so that none is forgotten."""
    source = inspect.getsource(sorting)
    returned = set(re.findall(r'(?:return|if .+? else|else) "([a-z_]+)"', source)) - {"letter"}
    assert len(returned) >= 12
    assert returned <= set(REASONS), returned - set(REASONS)
    placed = set(re.findall(r'"(new|thread|subject|names_anothers|no_message|not_taken)"', inspect.getsource(room)))
    assert placed == {"new", "thread", "subject", "names_anothers", "no_message", "not_taken"} & set(REASONS)


def test_every_oddity_has_its_sentence() -> None:
    source = "".join(inspect.getsource(module) for module in (mime, winmail, words))
    found = set(re.findall(r'oddities(?:\.add\(| \|= \{)"([a-z_]+)"', source))
    assert len(found) >= 7
    assert found <= set(ODDITIES), found - set(ODDITIES)


def test_every_reason_to_dismiss_is_one_that_can_be_recorded() -> None:
    annotation = DismissMessage.model_fields["why"].annotation
    assert set(DISMISSED_AS) == set(getattr(annotation, "__args__", ()))


def test_sizes_are_said_in_words_and_nothing_is_of_no_size() -> None:
    assert [size(number) for number in (0, 999, 1_500, 999_999, 2_540_000)] == [
        "1 kB",
        "1 kB",
        "2 kB",
        "1000 kB",
        "2.5 MB",
    ]
