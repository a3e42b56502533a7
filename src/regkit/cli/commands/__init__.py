"""The commands, each in a file of its name, which is imported when the command is called."""
