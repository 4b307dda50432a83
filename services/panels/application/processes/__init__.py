"""What panels watch over as time passes."""
