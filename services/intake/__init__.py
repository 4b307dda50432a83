"""Intake: somebody asks for help, and what they said is kept as they said it."""
