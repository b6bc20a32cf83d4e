"""A request for quotation: suppliers asked for their price of an item, their answers, and the choice (PUR-10)."""
