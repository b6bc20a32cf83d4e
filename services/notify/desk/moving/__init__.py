"""Moving an order on the board: the commands that lead to another stage (NOT-1)."""
