"""Service tickets with their steps: who has each, and until when it is to be solved (SAL-13)."""
