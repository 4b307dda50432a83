"""What intake knows, decided without clock, store or network."""
