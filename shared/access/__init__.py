"""Who may come in: accounts, sessions, tokens and roles, in a database of their own.

Start at `register.open_access`, which gives one `Access` with `.accounts`, `.sessions`, `.tokens` and `.signer`.
"""
