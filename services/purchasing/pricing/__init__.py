"""What suppliers say of prices above the budget, before anybody signs them (PUR-3)."""
