"""The audit service: keeps its own ledger of what the other four wrote down, and can prove it."""
