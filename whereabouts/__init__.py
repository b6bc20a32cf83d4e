"""Why an order is where it is: what departments answer, joined by causation into one verdict. No IO of its own (ALL-1).

`gendan why` and the desk ask by their own ways and say the same.
"""
