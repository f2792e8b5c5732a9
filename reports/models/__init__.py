"""Outputs as records: deliverable, its versions, and every figure as it was printed."""

from reports.models.deliverable import Deliverable, DeliverableVersion, SignedOff
from reports.models.figure import PrintedFigure

__all__ = ["Deliverable", "DeliverableVersion", "PrintedFigure", "SignedOff"]
