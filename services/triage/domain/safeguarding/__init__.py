"""Children, adults at risk and exploited people: referred to those who protect them, and what else is under way."""
