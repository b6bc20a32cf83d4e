"""An order's trace: what each department handled, what it published then, what caused it and what followed (ALL-1)."""
