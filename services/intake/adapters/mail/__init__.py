"""How e-mail comes in: from a mail server or a pipe, read, sorted, and taken in once."""
