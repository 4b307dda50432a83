"""What is done on cases of domestic abuse and other violence against women and girls."""
