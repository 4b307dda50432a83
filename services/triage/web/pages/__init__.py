"""Triage's pages, one a module."""
