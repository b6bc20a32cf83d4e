"""Who carries, by which mode, to which country, how fast and at what price (LOG-1, LOG-2)."""
