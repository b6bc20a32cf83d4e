"""Who is paid: suppliers as purchasing says them (FIN-5)."""
