"""The outputs of the standard that can be made. Importing this package fills the registry."""

from reports.outputs import o111, o121, o211, o311, o331
from reports.outputs.registry import OUTPUTS, JudgementPart, Output, made_here

__all__ = [
    "OUTPUTS",
    "JudgementPart",
    "Output",
    "made_here",
    "o111",
    "o121",
    "o211",
    "o311",
    "o331",
]
