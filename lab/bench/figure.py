"""One measured number and what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`limit` bounds baton's number, `ratio` its quotient by keepalived's."""

    name: str
    unit: str
    baton: float | None
    keepalived: float | None = None
    limit: float | None = None
    ratio: float | None = None

    @property
    def quotient(self) -> float | None:
        if self.baton is None or not self.keepalived:
            return None
        return self.baton / self.keepalived

    @property
    def verdict(self) -> str:
        """PASS or FAIL with what was asked, or nothing where nothing is."""
        if self.baton is None:
            return ""
        if self.limit is not None:
            return f"{'PASS' if self.baton <= self.limit else 'FAIL'} (at most {self.limit:g} {self.unit})"
        if self.ratio is not None and self.quotient is not None:
            return f"{'PASS' if self.quotient <= self.ratio else 'FAIL'} (at most {self.ratio:.2f} of keepalived's)"
        return ""

    def fields(self) -> list[str]:
        """As fields of a table."""
        return [self.name, self.unit, _number(self.baton), _number(self.keepalived),
                "" if self.quotient is None else f"{self.quotient:.3f}", self.verdict]


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
