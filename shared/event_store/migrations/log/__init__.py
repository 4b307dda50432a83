"""The tables of a log, and on PostgreSQL the functions that append to it."""
