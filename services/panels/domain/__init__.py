"""What panels decide, and nothing of how it is stored or shown."""
