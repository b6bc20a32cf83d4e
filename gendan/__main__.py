from gendan.cli import app

app(prog_name="gendan")
