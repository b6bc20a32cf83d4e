"""Depots, vehicles and places of local deliveries, and the plans that are made of them (LOG-4)."""
