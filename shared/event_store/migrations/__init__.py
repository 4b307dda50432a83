"""Steps from one shape of the fixed tables to the next, one chain for each place where they stand."""
