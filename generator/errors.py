"""What can stop a run, each cause with its own exit code.

A finding is about data and is collected; an error stops the run and is said once, with what to do.
"""

from __future__ import annotations


class GeneratorError(Exception):
    """A run that cannot go on: what is wrong, what to do, and the exit code for scripts."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(GeneratorError):
    """The command was given something it cannot use."""

    exit_code = 2


class SettingError(GeneratorError):
    """`setting.yml` or the setting's own Markdown is wrong."""

    exit_code = 10


class DataError(GeneratorError):
    """The data have errors that stop what was asked."""

    exit_code = 11


class DisclosureError(GeneratorError):
    """Something could be worked out about a child, or could not be shown to be safe."""

    exit_code = 12


class ReleaseError(GeneratorError):
    """A release exists already, is missing, or may not be made."""

    exit_code = 13


class SiteError(GeneratorError):
    """The pages could not be built or put in place; what stood there before is untouched."""

    exit_code = 14


class VerifyError(GeneratorError):
    """A release is not what it was when it was frozen."""

    exit_code = 15
