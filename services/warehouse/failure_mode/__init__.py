"""A failure mode: how an item may fail in a process, how that is rated, and what is done about it (WHS-9)."""
