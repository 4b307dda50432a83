"""The directory: who takes what we signpost and when, when that was last assured, and whether they are open."""
