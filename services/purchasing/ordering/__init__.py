"""Purchase orders with their lines: drafts that are ordered together, orders that are answered line by line."""
