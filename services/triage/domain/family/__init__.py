"""Who lives with whom, what weighs on the adults there, and who else knows somebody."""
