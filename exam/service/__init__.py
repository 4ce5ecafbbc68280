"""The use cases: authorise, load, decide, append, answer; the only transactions of the program."""
