"""What was ordered, given up and received, as bills are compared with it (FIN-5)."""
