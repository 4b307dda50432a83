"""Programmes for whoever does harm: a record of its own, behind a wall from that of whoever is harmed."""
