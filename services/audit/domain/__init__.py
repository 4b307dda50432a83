"""The pure heart of audit: the ledger's tree, its signed heads, what differs, and the story told from it."""
