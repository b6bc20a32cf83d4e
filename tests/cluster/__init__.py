"""A company on a real cluster: played, rolled out, and drained while people ask it things."""
