"""What intake takes in from other systems."""
