"""How commands reach the decisions of panels, and what panels tell and hear."""
