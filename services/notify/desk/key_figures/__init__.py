"""Key figures of a period on a page, a chart and a sheet (NOT-11, ALL-6)."""
