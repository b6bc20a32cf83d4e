"""Working hours and working days of a country."""
