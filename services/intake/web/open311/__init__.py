"""Open311 GeoReport v2 for partners' systems: anti-social behaviour only, one's own requests only, and no list."""
