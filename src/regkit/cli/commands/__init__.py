"""One module for each command, of the command's name; it is imported when the command is called."""
