"""The pure ground: messages, deciders, clocks, identifiers, refusals and the mark of a personal detail."""
