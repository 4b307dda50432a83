"""A rule set as data: its language, its proof, its drafts and what was published."""
