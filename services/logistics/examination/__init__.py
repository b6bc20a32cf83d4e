"""A shipment's documents are examined against the letter of credit that pays it, and against each other (LOG-7)."""
