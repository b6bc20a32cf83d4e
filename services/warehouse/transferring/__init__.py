"""Goods are sent from one place to another: asked for, dispatched, received (WHS-10)."""
