"""Finance: credit, invoices, money and the ledger."""
