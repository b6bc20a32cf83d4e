"""The desk over the whole company: forms of every department, and a browser."""
