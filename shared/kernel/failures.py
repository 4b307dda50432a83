"""Tells where a failure came from without repeating what it says, which may be what somebody sent."""

import traceback

_FRAMES = 8
_CAUSES = 5


def described(failure: BaseException) -> dict[str, object]:
    """Types and places only: `error`, what it was `caused_by`, and the modules and lines it came through, `at`."""
    frames = [
        f"{frame.f_globals.get('__name__', '?')}:{line}" for frame, line in traceback.walk_tb(failure.__traceback__)
    ]
    kinds: list[str] = []
    link = failure.__cause__ or failure.__context__
    while link is not None and len(kinds) < _CAUSES:
        kinds.append(type(link).__qualname__)
        link = link.__cause__ or link.__context__
    return {"error": type(failure).__qualname__, "caused_by": kinds, "at": frames[-_FRAMES:]}
