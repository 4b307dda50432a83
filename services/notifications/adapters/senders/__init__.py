"""Those who carry messages, all alike behind one port."""
