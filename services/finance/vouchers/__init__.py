"""Somebody writes what no document books, and others sign it; what was wrong is reversed (FIN-3, FIN-7)."""
