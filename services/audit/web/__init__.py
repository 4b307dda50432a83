"""Audit's pages and API: one story across services, verification, returns."""
