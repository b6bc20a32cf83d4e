"""What of banks' files is for no order: a person says what it was (FIN-2)."""
