"""Papers: what a department issues is a value first, drawn when somebody asks, and kept as handed out (LOG-6)."""
