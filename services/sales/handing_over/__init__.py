"""A handover is proposed, and taken or declined; what is taken follows at once (NOT-10)."""
