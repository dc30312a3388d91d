"""What residents ask for, what was answered and promised."""
