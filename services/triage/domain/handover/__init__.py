"""The warm hand-over: details carried to whoever takes it, where that is allowed, until they have them."""
