"""What happens in the rehearsal's year: pure, the same for the same day, and shaped by a real borough's figures."""
