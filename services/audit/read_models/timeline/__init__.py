"""Stories: which ledger entries speak of which referral, and how they are told."""
