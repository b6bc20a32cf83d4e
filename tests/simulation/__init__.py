"""All six departments on real databases, their events delivered in any order, repeated, and with crashes."""
