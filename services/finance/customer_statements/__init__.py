"""What a customer's account says of a month: opening, what was booked, what is open (FIN-10)."""
