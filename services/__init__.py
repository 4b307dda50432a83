"""The five services of Waymark; they know each other by published events alone."""

import gc

# Nothing of what is made while a program is loaded is garbage: to look for it time and again was a fifth of each start.
gc.set_threshold(50_000, 20, 20)
