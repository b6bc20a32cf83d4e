"""Samples are requested, sent and judged; an order may be confirmed without waiting for them (SAL-23)."""
