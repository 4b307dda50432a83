"""Past referrals under other rules, and what that comes to in plain English."""
