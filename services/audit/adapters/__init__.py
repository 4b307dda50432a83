"""What audit stands on: the logs it may only read, its ledger, its key, and the folder for signed heads."""
