"""Proves a rule set: the same syntax tree that decides, told to a solver, with every claim that must hold of it."""
