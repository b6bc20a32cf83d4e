"""An inquiry: what a customer asks for before he orders, and the quotations that answer it (SAL-1)."""
