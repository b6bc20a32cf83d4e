"""A month and its signatures; how sales' figures and finance's differ, and the likely cause (FIN-6)."""
