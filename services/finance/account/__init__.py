"""One order's money: what it is worth, what was asked, billed, paid and given back."""
