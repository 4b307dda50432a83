"""What is learnt from reviews: a lesson without names, and actions with an owner and a day."""
