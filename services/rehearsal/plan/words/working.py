"""What officers write down in the rehearsal about work on a case, and what is said to whoever takes a matter over."""

SEEN = "Shouting and banging from number 14, heard from the street for a quarter of an hour."
CALLED = "The occupier of number 14"
WARNED = "Stop the noise that can be heard outside the home between 23:00 and 7:00."
PASSED_ON = (
    "Noise between homes of the same building, several evenings a week. The resident was told that you deal with it."
)
AGAIN = "The same as before, for two hours in the evening. Nobody opened when they knocked."
