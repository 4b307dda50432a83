"""What triage decides, and nothing of how it is stored or shown."""
