"""What a file of cells (CSV, RFC 4180) should have held where it could not be read, for people (ALL-5)."""

from __future__ import annotations

import csv

from contracts.texts import Text


def wanted_for(fault: csv.Error) -> Text:
    """Of what the reader of Python raises: a cell without an end, or a quote that is not closed where its cell ends."""
    if "field limit" in str(fault):
        return Text("cells of at most {count} characters; is a quote missing?", count=csv.field_size_limit())
    return Text("each quote closed where its cell ends")
