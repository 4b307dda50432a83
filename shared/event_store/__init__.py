"""The append-only log of one service, the views followed from it, and the keys of the people in it."""
