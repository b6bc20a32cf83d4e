-- An order is found by every number of its papers: invoices and credit notes are documents of the journal.
CREATE INDEX journal_entry_document ON journal_entry (document);
CREATE INDEX order_account_customer_po ON order_account (customer_po);
