"""What production presents at its gates is inspected, and passed or conceded (WHS-4, PUR-9)."""
