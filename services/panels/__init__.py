"""Panels: which case is heard when, in which order, and what the agencies then undertake."""
