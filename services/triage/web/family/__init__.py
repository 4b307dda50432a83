"""Families on pages: what may be shown, the forms, and the words."""
