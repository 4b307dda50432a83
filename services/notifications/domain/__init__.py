"""The pure heart of notifications: what is known of people's safety, the gate, and the life of one notice."""
