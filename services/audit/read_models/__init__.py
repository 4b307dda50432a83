"""What auditors read: stories, causes, who looked, samples, verifications and returns."""
