"""What people and programs see of triage."""
