"""Inquiries come in, and are answered by quotations or declined (SAL-1)."""
