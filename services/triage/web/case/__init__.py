"""One case on the web: what is dangerous and due first, and its parts on pages of their own."""
