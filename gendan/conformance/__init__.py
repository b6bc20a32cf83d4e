"""Whether who stands for a department says and keeps what the contracts ask (ALL-2, ALL-7; decision 0048)."""
