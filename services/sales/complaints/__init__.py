"""Complaints come in, are graded, analysed by a team, answered and reopened (SAL-12)."""
