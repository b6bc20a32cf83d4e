"""Purchasing: suppliers, the review of what could be bought, needs, and the purchases that cover them."""
