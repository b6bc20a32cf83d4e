"""Purchasing's papers for suppliers, and what they answer by the link that was sent to them (PUR-3, PUR-8, PUR-10)."""
