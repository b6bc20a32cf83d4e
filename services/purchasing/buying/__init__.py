"""From whom the rest is bought."""
