"""What a letter of credit says, how it is read and amended, and whether documents conform to it."""
