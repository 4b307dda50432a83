"""The five services of Waymark; they know each other by published events alone."""
