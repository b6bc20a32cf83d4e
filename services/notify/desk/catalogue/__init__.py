"""The catalogue: every event and every command, as the contracts and the departments' own code tell them (ALL-2)."""
