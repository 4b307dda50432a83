"""What each agenda is built from: the cases on it, outstanding actions, moves by hand, and circulated versions."""
