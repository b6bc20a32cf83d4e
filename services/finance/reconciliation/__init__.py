"""Sales' and finance's figures are compared each month; both explain what differs, and sign (FIN-6)."""
