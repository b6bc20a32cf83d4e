"""The language between departments: every event, its topic, its key and what must follow it (ALL-2).

A department imports nothing of another but what it finds here.
"""
