"""The bare limit: the durable work that a run was counted to have done, once more without a company above it."""
