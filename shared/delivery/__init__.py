"""How published events travel: out of one log, through JSON, into another service's inbox, at least once."""
