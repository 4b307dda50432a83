"""What triage watches over."""
