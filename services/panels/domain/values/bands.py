"""What a panel may say about a band of the housing register."""

AWARDED, NOT_AWARDED, DEFERRED = "awarded", "not_awarded", "deferred"
