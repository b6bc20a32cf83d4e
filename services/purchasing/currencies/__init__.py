"""What finance says that currencies are worth (FIN-8)."""
