"""What workers of a programme write down in the rehearsal; nothing of whoever is harmed."""

TAKEN = (
    "Came to the first talk, says what is to change, and agrees to what is asked.",
    "Takes part in the group from its next round. The rules were gone through and signed.",
)
NOT_TAKEN = (
    "Denies everything and refuses what is asked. The group would be no place for it now.",
    "Drinks too much to take part. May come again once that is being treated.",
)
NOTES = (
    "Quiet in the group, and stayed until the end.",
    "Spoke of losing one's temper with colleagues, and listened to the others.",
    "Left twice to make a telephone call; spoken to about it.",
)
