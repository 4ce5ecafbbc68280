"""The hub: one process that owns the workspace and answers desks and consoles of other computers, over TLS.

It holds no rule of the exam: it knows who calls, reads what he asks, and asks the same service that every face asks.
"""
