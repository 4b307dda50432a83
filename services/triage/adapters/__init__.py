"""What ties triage to files and to the world outside."""
