"""The rehearsal borough: a year of invented people, played through the services' own commands."""
