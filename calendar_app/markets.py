"""Places posts speak to and licences hold for: ISO codes and what they are called. Pure data."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from workspaces.punctuation import listed

HOME = "TW"
MARKETS = {
    "TW": _("Taiwan"),
    "HK": _("Hong Kong"),
    "MO": _("Macao"),
    "JP": _("Japan"),
    "KR": _("Korea"),
    "CN": _("China"),
    "SG": _("Singapore"),
    "MY": _("Malaysia"),
    "TH": _("Thailand"),
    "VN": _("Vietnam"),
    "US": _("United States"),
    "CA": _("Canada"),
    "GB": _("United Kingdom"),
    "EU": _("European Union"),
    "AU": _("Australia"),
}


def named(codes: Iterable[str]) -> str:
    return listed(MARKETS.get(code, code) for code in codes)
