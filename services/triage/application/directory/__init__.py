"""The directory read in, written out, looked up by date, and asked where a route of the rules leads."""
