"""What a bank takes back of what came (FIN-2)."""
