"""Every benchmark as a ratio: against the raw limit and against peers, in one run, in short rounds taken in turn."""
