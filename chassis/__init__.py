"""What every service stands on; it knows no department."""

from warnings import filterwarnings

from pydantic import BaseModel
from pydantic.warnings import UnsupportedFieldAttributeWarning

# The 700 models of six departments' requests and answers, built where they stand, took 17 MB; their routes build what
# they need of them once more. pydantic has no other switch for all of them.
BaseModel.model_config["defer_build"] = True

# FastAPI gives each body an alias, and hides what pydantic says of that while it makes a route: now it is said later.
filterwarnings("ignore", "The 'alias' attribute", UnsupportedFieldAttributeWarning)
