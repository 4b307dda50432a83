"""Pages and forms of work on cases of abuse."""
