"""Who is paid, and where: suppliers as purchasing says them, accounts that two people agree on (FIN-5, FIN-7)."""
