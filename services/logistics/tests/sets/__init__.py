"""Credits with their documents, conforming and with one fault each, written from UCP 600 and ISBP 745 alone (LOG-7)."""
