"""What notifications looks up, each view followed from its own log."""
