"""How notifications' decisions are reached from outside, how notices go out, and what it tells the others."""
