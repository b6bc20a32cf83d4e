"""Logistics: carriers and their rates, the route of an order, and every shipment until it is delivered."""
