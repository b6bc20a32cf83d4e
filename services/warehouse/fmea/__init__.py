"""Failure modes are kept, rated and improved; rejected lots and complaints are confirmed as their cases (WHS-9)."""
