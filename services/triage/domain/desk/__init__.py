"""Who has which work in hand, who reads it a second time, and what did not happen."""
