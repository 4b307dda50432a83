"""Forms and cards of support in a case of domestic abuse, as data."""
