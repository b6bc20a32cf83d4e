"""The book of an item: its needs, its offers, its purchases; and what is known of the orders."""
