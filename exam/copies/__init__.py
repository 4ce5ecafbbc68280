"""Copies of a whole workspace: the second one that runs along, and backups in one file."""
