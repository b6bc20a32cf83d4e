"""Pure: which papers are asked for, and the payments that they are of (FIN-8)."""
