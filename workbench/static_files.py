"""Where collected static files lie, each under a name with its hash."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Our own modules only: what libraries bring along imports files they do not ship.
IMPORTS = (
    "js/*.js",
    (
        (r"""(?P<matched>from\s*["'](?P<url>\./[\w-]+\.js)["'])""", 'from "%(url)s"'),
        (r"""(?P<matched>import\s*["'](?P<url>\./[\w-]+\.js)["'])""", 'import "%(url)s"'),
    ),
)


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Scripts import each other by hashed names too.

    Otherwise only main.js is kept by browsers for good: the modules it imports are asked for again
    every minute, and after an upgrade new ones could meet old ones.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, IMPORTS)
