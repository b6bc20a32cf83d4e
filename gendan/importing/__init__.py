"""Master data and orders from CSV and XLSX files, of any shape and in any language."""

from gendan.importing.mapping import BadMapping
from gendan.importing.report import Fault, ImportReport
from gendan.importing.run import run_import, try_import

__all__ = ["BadMapping", "Fault", "ImportReport", "run_import", "try_import"]
