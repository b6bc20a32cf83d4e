"""What holds transport up, which goods under way it concerns, and what a person does about it (LOG-3)."""
