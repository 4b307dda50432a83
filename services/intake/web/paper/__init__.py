"""Going on without the system: numbered forms on paper and on a laptop, keyed or uploaded later, and reconciled."""
