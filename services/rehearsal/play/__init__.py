"""Plays the planned year through the services' own commands, on a scripted clock, so that a stop costs nothing."""
