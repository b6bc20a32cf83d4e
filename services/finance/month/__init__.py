"""The books of a month: compared with what sales states, signed by both, closed (FIN-6)."""
