"""How the days of a plan are reckoned."""
