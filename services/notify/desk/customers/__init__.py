"""How customers are: how satisfied, to whom nobody spoke, what one needs (SAL-14, SAL-22, SAL-19)."""
