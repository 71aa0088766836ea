"""A conversion over which a process dies; in a module of its own, for workers import it."""

import os

from dashboard.model import AnnotatedDocument


def die_over_nine(identity: str | int, annotated: AnnotatedDocument) -> str:
    if identity == 9:
        os._exit(1)
    if identity == 11:
        raise ValueError(annotated.document.text)
    return str(identity)
