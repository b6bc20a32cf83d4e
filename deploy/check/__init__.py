"""What an overlay renders to, held against schemas and the company's own rules: `python -m deploy.check`."""
