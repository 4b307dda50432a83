"""What every service stands on, and nothing that knows what a referral is."""
