"""What an e-mail is to us: what was read in it, what sort it is, what it says of danger, whether it may be answered."""
