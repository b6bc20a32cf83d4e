"""A stock count: items are counted blind where they lie, and the differences are booked by somebody else (WHS-1)."""
