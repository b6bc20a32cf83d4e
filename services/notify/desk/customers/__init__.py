"""How customers are: how satisfied, to whom nobody spoke, what one needs, why they cancel (SAL-14, SAL-22,
SAL-19, SAL-24)."""
