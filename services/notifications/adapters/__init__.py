"""What joins notifications to the outside: the log and the keys, the message files, and whoever carries messages."""
