"""How rule sets are written, said in plain words, proven and published."""
