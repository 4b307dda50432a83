"""What invented people say and write: plain, about nobody, and never at odds with what else the referral says."""
