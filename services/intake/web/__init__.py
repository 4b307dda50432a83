"""Intake's pages and its API."""
