"""A face without a screen: scripted people run a whole exam through the same service as everybody else."""
