"""What is asked about risk, by whom, and what the answers come to."""
