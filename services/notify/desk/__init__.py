"""The desk: the pages that people see, and the browser's gateway to the departments."""
