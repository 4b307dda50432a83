"""Triage judges need and urgency: who deals with a referral, how soon, and why."""
