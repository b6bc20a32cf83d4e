"""Another system beside the suite: reads invoices, places an order (ALL-2, ALL-7)."""
