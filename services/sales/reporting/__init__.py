"""Each customer gets a letter with the list of his open orders again and again, so that a lost one is found (SAL-22,
NOT-6)."""
