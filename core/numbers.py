"""Numbers as the reader's language writes them: 1.234,5 or 1,234.5."""

from decimal import Decimal

from django.utils.formats import number_format


def with_decimals(value: Decimal, decimals: int) -> str:
    """Return the number, rounded to so many decimals."""
    value = round(value, decimals)  # what follows cuts off
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def as_it_is(value: Decimal) -> str:
    """Return the number with as many decimals as it has, without zeros behind them."""
    return with_decimals(value, max(-value.normalize().as_tuple().exponent, 0))
