"""Which decision answers which command about safeguarding, and where it is worked on."""
