"""The table that says how far each view has followed."""
