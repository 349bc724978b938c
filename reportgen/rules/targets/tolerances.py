"""How far a value may miss its target, as a number that is printed."""

from __future__ import annotations

from decimal import Decimal

from reportgen.content.values import Days, Money, Number, Percent, Points, Quantity
from reportgen.project import KpiSpec, Tolerance, Unit


def tolerance_value(tolerance: Tolerance, spec: KpiSpec) -> Quantity:
    """A tolerance with as many decimals as it was said with: 5 points, 10 %, 2.5 days."""
    if tolerance.relative:
        return Percent(tolerance.value, _decimals(tolerance.value * 100))
    if spec.unit.is_share:
        return Points(tolerance.value, _decimals(tolerance.value * 100))
    decimals = _decimals(tolerance.value)
    if spec.unit is Unit.MONEY:
        return Money(tolerance.value, decimals, currency=spec.currency)
    return (Days if spec.unit is Unit.DAYS else Number)(tolerance.value, decimals)


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
