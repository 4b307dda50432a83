"""Intake's pages: what came in, one referral, taking one down, and what residents fill in themselves."""
