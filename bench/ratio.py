"""What a measurement came to: ratios of interleaved rounds, their median and range, and the limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Ratio:
    """One line of the table; ``limit`` is None where the line only tells more about the one above."""

    name: str
    what: str
    against: str
    ratios: tuple[float, ...]
    limit: float | None
    measured_ms: float
    reference_ms: float

    @property
    def middle(self) -> float:
        """The median of the rounds."""
        return median(self.ratios)

    @property
    def verdict(self) -> str:
        """Met, or by how much not."""
        if self.limit is None:
            return ""
        return "met" if self.middle <= self.limit else f"missed by {self.middle / self.limit - 1:.0%}"

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as texts: what, against, ratio, range, limit, verdict, the two medians."""
        span = f"{min(self.ratios):.2f} – {max(self.ratios):.2f}"
        limit = "" if self.limit is None else f"{self.limit:g}"
        medians = f"{_figure(self.measured_ms)} / {_figure(self.reference_ms)}"
        return self.what, self.against, f"{self.middle:.2f}", span, limit, self.verdict, medians


def ratio(
    name: str,
    what: str,
    against: str,
    measured: Sequence[float],
    reference: Sequence[float],
    limit: float | None,
) -> Ratio:
    """Compare two series of which the entries at the same place were taken in the same round."""
    ratios = tuple(one / other for one, other in zip(measured, reference, strict=True))
    return Ratio(name, what, against, ratios, limit, median(measured), median(reference))


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"
