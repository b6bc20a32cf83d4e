"""Trials are asked for, and judged by the four departments that review orders (SAL-24)."""
