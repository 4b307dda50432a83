"""Who outside may be told, on what basis, and which thresholds were considered first."""
