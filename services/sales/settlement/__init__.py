"""The order's money, the customer's credit, and the end."""
