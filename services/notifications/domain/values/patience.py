"""How long we wait before we try again, and before we take an attempt for cut off."""

from datetime import timedelta

# How long after each failed try the next one comes; after the last of them a person is asked.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))

# Longer than any hand-over takes. An attempt that nobody wrote the end of by then was cut off, and may have gone out.
ABANDONED_AFTER = timedelta(minutes=5)
