"""The inspection of a production order at one of its gates: it moves no stock, and the order waits for it (WHS-4)."""
