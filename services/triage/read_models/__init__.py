"""What people look up in triage."""
