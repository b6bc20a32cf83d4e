"""The suite as a whole; each department's own tests lie in its house."""
