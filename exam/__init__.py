"""A certification exam runner: plain YAML in, a journal that loses nothing, one signed record out."""

__version__ = "0.1.0"
