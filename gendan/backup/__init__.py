"""A company that runs is kept as of one moment in a folder, and brought back from it into a new company (ALL-9).

All databases are cut at one place. Kafka cannot be cut there: it is read after that, and of what was said after the cut
nothing is sent back (decision 0050).
"""
