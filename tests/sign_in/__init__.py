"""Signing in at the desk: the whole road, by HTTP, against the company's own provider and one of somebody else's."""
