"""Hand-overs: what is gathered before one is decided, its clock, what is published of it, and what asks for one."""
