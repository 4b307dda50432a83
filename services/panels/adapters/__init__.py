"""What panels need from outside: their definitions, the bank holidays, their own history."""
