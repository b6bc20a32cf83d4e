"""Feedback: what a customer says of a delivery, or of how his complaint was answered (SAL-14)."""
