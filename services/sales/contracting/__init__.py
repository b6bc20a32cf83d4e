"""Sales contracts are recorded, reviewed, signed and amended (SAL-4, SAL-18)."""
