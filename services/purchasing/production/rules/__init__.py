"""The plan of a production order: its days on a line and its milestones."""
