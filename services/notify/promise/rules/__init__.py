"""What a promise is, when it is due, what opens and keeps it, and what makes it void."""
