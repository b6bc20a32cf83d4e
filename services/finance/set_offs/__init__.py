"""What suppliers owe by their credit notes is taken off their next bills (FIN-5)."""
