"""Taiwan writes 12,480; Django's own file groups by nothing at all."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
