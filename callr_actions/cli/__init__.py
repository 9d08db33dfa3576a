"""The command line: options in, core called, output rendered."""
