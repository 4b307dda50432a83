"""The referral document: how anything that comes in, by whatever road, is checked and becomes a command."""
