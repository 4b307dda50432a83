"""Pages of programmes for whoever does harm: one side of the wall."""
