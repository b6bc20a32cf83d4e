"""A promise as it stands now: open, late, kept, void."""
