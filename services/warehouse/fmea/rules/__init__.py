"""What is asked of failure modes, and what proposes a case of one (WHS-9)."""
