"""The letter of credit of an order comes, is compared with it, amended, and taken or not (LOG-7, SAL-17)."""
