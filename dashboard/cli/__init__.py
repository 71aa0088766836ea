"""The command ``sitmap``: a thin door to what stands at the end of the pipeline."""

from .app import app, main

__all__ = ["app", "main"]
