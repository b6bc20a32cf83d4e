"""Orders come, change and go: each version is answered (WHS-2)."""
