"""What a customer said by mouth or mail is recorded, confirmed on paper, and agreed to by him (SAL-19)."""
