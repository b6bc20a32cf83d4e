"""Figures that the company is held to: what somebody waits for, one part each (docs/performance.md)."""
