"""How intake's decisions are reached from outside, and what it tells the others."""
