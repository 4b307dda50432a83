"""Notifications' pages and calls: what became of each notice, and what a person has to do."""
