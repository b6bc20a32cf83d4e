"""What a request for quotation is, and its answers side by side."""
