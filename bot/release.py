"""Which version this is, looked up when it is asked for: that costs more than reading the command line."""

from __future__ import annotations


def release() -> str:
    """Return the version of the installed distribution, or that it runs from a folder where none is installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("keep-talking")
    except PackageNotFoundError:
        return "(not installed)"
