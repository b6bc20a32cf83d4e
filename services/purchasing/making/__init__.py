"""What our own shop makes: bills of materials, and the release of production orders (PUR-11)."""
