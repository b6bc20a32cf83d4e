"""Stock is counted blind, and somebody else books what differs, with his reason (WHS-1)."""
