"""What makes documents conform: one small function for each rule of UCP 600 and ISBP 745 (LOG-7)."""
