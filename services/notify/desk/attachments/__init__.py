"""What is kept with a document of a department: photos and files."""
