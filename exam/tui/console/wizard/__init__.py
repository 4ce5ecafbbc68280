"""A new sitting step by step: what is filled in stays as a draft until it is planned or thrown away."""

from exam.tui.console.wizard.screen import WizardScreen

__all__ = ["WizardScreen"]
