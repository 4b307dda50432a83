"""What the services publish to each other: one frozen model for each event name and version."""
