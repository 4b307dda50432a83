"""What audit does: follows the logs into the ledger, signs its head, proves an entry, verifies all of it."""
