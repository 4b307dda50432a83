"""The tables of the keyring."""
