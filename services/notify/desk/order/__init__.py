"""An order's page: where it stands, what it waits for, its whole story, and what may be done with it now (NOT-2)."""
