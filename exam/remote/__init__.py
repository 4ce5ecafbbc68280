"""The doors of desk and console over the network: the same Protocols, answered by a hub."""
