"""The command line: the only room with a clock, an environment and exit codes."""
