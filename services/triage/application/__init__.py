"""How triage is asked, what it hears, and what it tells."""
