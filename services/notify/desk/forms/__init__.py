"""Forms that commands bring: from a JSON Schema and a draft to fields, and from what was posted back to the body."""
