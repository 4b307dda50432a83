"""The work on a case of anti-social behaviour; nothing of it is ever offered where domestic abuse was seen."""
