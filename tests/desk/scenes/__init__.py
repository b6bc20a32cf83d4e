"""One scene for each command of a department, under the command's name: how what it is about comes to be, the form
in the browser, and what the department says afterwards."""
