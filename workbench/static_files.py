"""Where collected static files lie, each under a name with its hash."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Scripts import each other by hashed names too.

    Otherwise only main.js is kept by browsers for good: the modules it imports are asked for again
    every minute, and after an upgrade new ones could meet old ones.
    """

    support_js_module_import_aggregation = True
