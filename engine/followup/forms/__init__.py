"""Forms: blocks on a terminal or in a pipe, as Markdown; problems; pictures; JSON."""
