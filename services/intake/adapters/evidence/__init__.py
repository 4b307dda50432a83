"""Evidence as bytes: what sort of file it is, what a device wrote into it, and the store where it lies sealed."""
